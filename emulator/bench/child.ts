import process from "node:process";
import { generateSeed, generateSpecSchema } from "#emulator/seed/generate.ts";
import { startEmulator } from "#emulator/server.ts";

/** One emulator in a process of its own, which tells its parent what it cost. */
const spec = generateSpecSchema.parse(JSON.parse(process.argv[2] ?? "{}"));
const beganAt = performance.now();
const seed = generateSeed(spec);
const generatedAt = performance.now();
const emulator = await startEmulator({ port: 0, seed });
const peakRssMib = process.resourceUsage().maxRSS / 1_024;

process.on("message", () => process.send?.(process.cpuUsage()));
process.on("disconnect", () => process.exit(0));
process.send?.({
  url: emulator.url,
  generateMs: generatedAt - beganAt,
  startMs: performance.now() - generatedAt,
  peakRssMib,
});
