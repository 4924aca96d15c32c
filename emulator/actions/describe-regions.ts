import { type Action, ECS_VERSION } from "#emulator/actions/action.ts";
import { languageOf } from "#emulator/actions/language.ts";

/** Source: ECS API 2014-05-26, DescribeRegions. */
export const describeRegions: Action = {
  name: "DescribeRegions",
  product: "Ecs",
  version: ECS_VERSION,
  kind: "read",
  required: [],
  ramResources: undefined,
  run: ({ params, world, settings, host }) => {
    const language = languageOf(params);
    return {
      Regions: {
        Region: [...world.regions.values()].map((region) => ({
          RegionId: region.RegionId,
          LocalName: region.LocalNames[language],
          RegionEndpoint: settings.endpoints === "self" ? host : region.RegionEndpoint,
          Status: region.Status,
        })),
      },
    };
  },
};
