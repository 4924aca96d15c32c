import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { checkSeed } from "#emulator/seed/check-seed.ts";
import { generateSeed, generateSpecSchema } from "#emulator/seed/generate.ts";
import type { EmulatorOptions } from "#emulator/server.ts";
import type { Settings } from "#emulator/settings.ts";
import { type Seed, seedSchema } from "#emulator/world/seed-schema.ts";

const DEFAULT_PORT = 4_310;

/** Names that --quota takes in place of the full action. */
const QUOTA_NAMES: Readonly<Record<string, string>> = {
  detach: "DetachNetworkInterface",
  attach: "AttachNetworkInterface",
};

const USAGE = `Usage: npm run emulator -- [options]
  --port 4310            port to listen on; 0 takes a free one
  --host 127.0.0.1       address to listen on
  --seed FILE            the world to start with, a JSON file
  --generate LIST        or a generated one: instances=40,enis=160,regions=3,seed=1
  --detach-ms 3000       how long a detach takes
  --attach-ms 3000       how long an attach takes, and so --create-ms 1000, --delete-ms 1000, --power-ms 3000
  --trail-lag-ms 5000    how long after a change ActionTrail tells of it
  --latency-ms 0         added before every answer
  --endpoints real       what DescribeRegions names: the real ones, or self for this emulator
  --control-port N       a second port for the control door, so that the first can be closed
  --quota off            or calls a minute, account and region: detach=400/min
  --loose                believe every signature`;

class UsageProblem extends Error {}

/** Reads the command line; `problem` is one text for the person who typed it. */
export function parseOptions(args: readonly string[]): { options: EmulatorOptions } | { problem: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        host: { type: "string" },
        seed: { type: "string" },
        generate: { type: "string" },
        "detach-ms": { type: "string" },
        "attach-ms": { type: "string" },
        "create-ms": { type: "string" },
        "delete-ms": { type: "string" },
        "power-ms": { type: "string" },
        "trail-lag-ms": { type: "string" },
        "latency-ms": { type: "string" },
        endpoints: { type: "string" },
        "control-port": { type: "string" },
        quota: { type: "string" },
        loose: { type: "boolean" },
      },
    });
    if (values.seed !== undefined && values.generate !== undefined) {
      throw new UsageProblem("Give either --seed or --generate, not both.");
    }
    const seed = values.seed !== undefined ? readSeed(values.seed) : generated(values.generate);
    const controlPort = wholeNumber("--control-port", values["control-port"]);
    return {
      options: {
        port: wholeNumber("--port", values.port) ?? DEFAULT_PORT,
        host: values.host ?? "127.0.0.1",
        endpoints: parseEndpoints(values.endpoints ?? "real"),
        quotas: parseQuota(values.quota ?? "off"),
        isLoose: values.loose ?? false,
        ...(controlPort === undefined ? {} : { controlPort }),
        ...(seed ? { seed } : {}),
        ...delays(values),
      },
    };
  } catch (error) {
    const isTheirs = error instanceof UsageProblem || (error instanceof TypeError && "code" in error);
    if (!isTheirs) throw error;
    return { problem: `${error.message}\n\n${USAGE}` };
  }
}

/** Settings in milliseconds by their flags. */
const DELAYS = [
  ["detachMs", "detach-ms"],
  ["attachMs", "attach-ms"],
  ["createMs", "create-ms"],
  ["deleteMs", "delete-ms"],
  ["powerMs", "power-ms"],
  ["trailLagMs", "trail-lag-ms"],
  ["latencyMs", "latency-ms"],
] as const;

function delays(values: Readonly<Record<string, unknown>>): Partial<Settings> {
  const given = DELAYS.flatMap(([setting, flag]) => {
    const text = values[flag];
    const ms = typeof text === "string" ? wholeNumber(`--${flag}`, text) : undefined;
    return ms === undefined ? [] : [[setting, ms] as const];
  });
  return Object.fromEntries(given);
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const isPort = name.endsWith("port");
  if (!/^\d{1,8}$/.test(text) || (isPort && Number(text) > 65_535)) {
    throw new UsageProblem(
      `${name} takes ${isPort ? "a port from 0 to 65535" : "whole milliseconds"}, not "${text}".`,
    );
  }
  return Number(text);
}

function parseEndpoints(text: string): "real" | "self" {
  if (text !== "real" && text !== "self")
    throw new UsageProblem(`--endpoints takes real or self, not "${text}".`);
  return text;
}

/** `off`, or `detach=400/min`, several separated by commas. */
function parseQuota(text: string): Map<string, number> {
  if (text === "off") return new Map();
  return new Map(
    text.split(",").map((part) => {
      const [, name, perMinute] = /^([A-Za-z]+)=(\d{1,7})\/min$/.exec(part) ?? [];
      if (!name || !perMinute) throw new UsageProblem(`--quota takes off or detach=400/min, not "${part}".`);
      return [QUOTA_NAMES[name] ?? name, Number(perMinute)];
    }),
  );
}

function generated(text: string | undefined): Seed | undefined {
  if (text === undefined) return undefined;
  const pairs = text.split(",").map((part) => part.split("="));
  const spec = generateSpecSchema.safeParse(
    Object.fromEntries(pairs.map(([name, value]) => [name, Number(value)])),
  );
  if (!spec.success) {
    const issues = spec.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
    throw new UsageProblem(`--generate: ${issues}`);
  }
  return generateSeed(spec.data);
}

function readSeed(file: string): Seed {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageProblem(`--seed: ${file} could not be read as JSON: ${String(error)}`);
  }
  const parsed = seedSchema.safeParse(json);
  if (!parsed.success) {
    const issues = parsed.error.issues
      .slice(0, 10)
      .map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new UsageProblem(`--seed: ${file} is not a seed:\n${issues.join("\n")}`);
  }
  const problems = checkSeed(parsed.data);
  if (problems.length > 0)
    throw new UsageProblem(`--seed: ${file} contradicts itself:\n  ${problems.slice(0, 10).join("\n  ")}`);
  return parsed.data;
}
