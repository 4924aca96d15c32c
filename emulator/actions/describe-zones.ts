import { type Action, ECS_VERSION } from "#emulator/actions/action.ts";
import { languageOf } from "#emulator/actions/language.ts";

/** Source: ECS API 2014-05-26, DescribeZones. Disks and dedicated hosts are not modelled; their lists are empty. */
export const describeZones: Action = {
  name: "DescribeZones",
  product: "Ecs",
  version: ECS_VERSION,
  kind: "read",
  required: ["RegionId"],
  ramResources: undefined,
  run: ({ params, world }) => {
    const language = languageOf(params);
    const instanceTypes = [...world.instanceTypes.keys()];
    const families = [...new Set([...world.instanceTypes.values()].map((type) => type.InstanceTypeFamily))];
    const isVerbose = params.boolean("Verbose") ?? true;
    const resources = {
      IoOptimized: true,
      NetworkTypes: { supportedNetworkCategory: ["vpc"] },
      InstanceTypes: { supportedInstanceType: instanceTypes },
      InstanceTypeFamilies: { supportedInstanceTypeFamily: families },
      InstanceGenerations: { supportedInstanceGeneration: [] },
      SystemDiskCategories: { supportedSystemDiskCategory: [] },
      DataDiskCategories: { supportedDataDiskCategory: [] },
    };
    const zones = world.regions.get(params.require("RegionId"))?.Zones ?? [];
    return {
      Zones: {
        Zone: zones.map((zone) => ({
          ZoneId: zone.ZoneId,
          LocalName: zone.LocalNames[language],
          ZoneType: "AvailabilityZone",
          AvailableResourceCreation: { ResourceTypes: ["VSwitch", "Instance"] },
          AvailableInstanceTypes: { InstanceTypes: isVerbose ? instanceTypes : [] },
          AvailableResources: { ResourcesInfo: isVerbose ? [resources] : [] },
          AvailableDiskCategories: { DiskCategories: [] },
          AvailableVolumeCategories: { VolumeCategories: [] },
          AvailableDedicatedHostTypes: { DedicatedHostType: [] },
          DedicatedHostGenerations: { DedicatedHostGeneration: [] },
        })),
      },
    };
  },
};
