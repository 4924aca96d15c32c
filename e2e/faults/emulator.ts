import { z } from "zod";
import { generateSeed } from "#emulator/seed/generate.ts";
import { startEmulator } from "#emulator/server.ts";

/** The emulator as a process of its own, so that it outlives whatever is killed beside it and journals what arrived. */
const settings = z
  .strictObject({
    enis: z.int(),
    randomSeed: z.int(),
    detachMs: z.int(),
    /** DetachNetworkInterface calls a minute; no limit without it. */
    detachesPerMinute: z.int().optional(),
  })
  .parse(JSON.parse(process.argv[2] ?? "{}"));

/** One primary ENI each and seven more, which is what the generated type takes. */
const INSTANCE_ENIS = 8;

const instances = Math.ceil(settings.enis / (INSTANCE_ENIS - 1));
const emulator = await startEmulator({
  seed: generateSeed({ instances, enis: instances + settings.enis, regions: 1, seed: settings.randomSeed }),
  randomSeed: settings.randomSeed,
  detachMs: settings.detachMs,
  attachMs: settings.detachMs,
  ...(settings.detachesPerMinute === undefined
    ? {}
    : { quotas: new Map([["DetachNetworkInterface", settings.detachesPerMinute]]) }),
});
console.log(`listening ${emulator.port}`);
process.stdin
  .on("end", () => process.exit(1))
  .on("error", () => process.exit(1))
  .resume();
process.once("SIGTERM", () => process.exit(0));
