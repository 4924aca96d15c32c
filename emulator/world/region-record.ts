import { z } from "zod";
import { id } from "#emulator/world/field-schemas.ts";

export const regionSchema = z.strictObject({
  RegionId: id,
  /** Names by language, as DescribeRegions answers them for AcceptLanguage. */
  LocalNames: z.strictObject({ "zh-CN": z.string(), "en-US": z.string() }),
  RegionEndpoint: z.string(),
  Status: z.enum(["available", "soldOut"]),
  /** False: the accounts have no business here (400 Forbidden.RegionId). */
  Open: z.boolean(),
  Zones: z.array(
    z.strictObject({ ZoneId: id, LocalNames: z.strictObject({ "zh-CN": z.string(), "en-US": z.string() }) }),
  ),
});
export type Region = Readonly<z.infer<typeof regionSchema>>;
