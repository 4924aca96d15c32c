import { z } from "zod";
import { accountSchema } from "#emulator/world/account-record.ts";
import { instanceSchema } from "#emulator/world/instance-record.ts";
import { instanceTypeSchema } from "#emulator/world/instance-type-record.ts";
import { networkInterfaceSchema } from "#emulator/world/network-interface-record.ts";
import {
  routeEntrySchema,
  securityGroupSchema,
  spareEipSchema,
  vpcSchema,
  vSwitchSchema,
} from "#emulator/world/network-records.ts";
import { regionSchema } from "#emulator/world/region-record.ts";

/**
 * A whole world: the seed file, and what `GET /_emulator/world` answers. Names
 * are spelt as ECS spells them; lists are flat (`Tags`, not `Tags.Tag`), the
 * doubled wrapping of the wire is added when answering.
 */
export const seedSchema = z.strictObject({
  accounts: z.array(accountSchema).min(1),
  regions: z.array(regionSchema).min(1),
  instanceTypes: z.array(instanceTypeSchema),
  vpcs: z.array(vpcSchema),
  vSwitches: z.array(vSwitchSchema),
  securityGroups: z.array(securityGroupSchema),
  instances: z.array(instanceSchema),
  networkInterfaces: z.array(networkInterfaceSchema),
  routeEntries: z.array(routeEntrySchema).default([]),
  eips: z.array(spareEipSchema).default([]),
});
export type Seed = z.infer<typeof seedSchema>;
