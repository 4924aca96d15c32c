import { parseArgs } from "node:util";
import type { Key } from "#emulator/client/signed-request.ts";

/** What a live run is about; nothing of it is guessed. */
export type LiveOptions = {
  readonly regionId: string;
  readonly vSwitchId: string;
  readonly securityGroupId: string;
  readonly instanceId: string;
  /** Real ECS unless an emulator on this machine was named. */
  readonly endpoint: string;
  readonly key: Key;
  readonly isConfirmed: boolean;
  readonly outFile: string;
};

export const USAGE = `Usage: npm run conformance -- --live --region ID --vswitch ID --security-group ID --instance ID [options]
  --yes                  do not ask before it begins
  --out FILE             where the differences go (conformance-differences.json)
  --endpoint URL         an emulator on this machine in place of ECS
Credentials: ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET, and ALIBABA_CLOUD_SECURITY_TOKEN if temporary.`;

const NEEDED = ["region", "vswitch", "security-group", "instance"] as const;

/** Reads flags and credentials; `problem` is one text for the person who typed it. */
export function parseLiveOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): { options: LiveOptions } | { problem: string } {
  let values: Record<string, string | boolean | undefined>;
  try {
    values = parseArgs({
      args: [...args],
      options: {
        live: { type: "boolean" },
        yes: { type: "boolean" },
        region: { type: "string" },
        vswitch: { type: "string" },
        "security-group": { type: "string" },
        instance: { type: "string" },
        endpoint: { type: "string" },
        out: { type: "string" },
      },
    }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { problem: `${error.message}\n\n${USAGE}` };
  }
  const text = (name: string) => String(values[name] ?? "");
  const missing = NEEDED.filter((name) => text(name) === "");
  if (missing.length > 0)
    return { problem: `Missing: ${missing.map((name) => `--${name}`).join(", ")}.\n\n${USAGE}` };
  const endpoint = endpointOf(text("region"), text("endpoint"));
  if (endpoint === undefined) {
    return {
      problem: "--region takes a region id, and --endpoint only http://127.0.0.1, [::1] or localhost.",
    };
  }
  const accessKeyId = env.ALIBABA_CLOUD_ACCESS_KEY_ID ?? "";
  const accessKeySecret = env.ALIBABA_CLOUD_ACCESS_KEY_SECRET ?? "";
  if (accessKeyId === "" || accessKeySecret === "")
    return { problem: `There are no credentials.\n\n${USAGE}` };
  const securityToken = env.ALIBABA_CLOUD_SECURITY_TOKEN;
  return {
    options: {
      regionId: text("region"),
      vSwitchId: text("vswitch"),
      securityGroupId: text("security-group"),
      instanceId: text("instance"),
      endpoint,
      key: { accessKeyId, accessKeySecret, ...(securityToken ? { securityToken } : {}) },
      isConfirmed: values.yes === true,
      outFile: text("out") || "conformance-differences.json",
    },
  };
}

/** A signed request leaves for ECS over TLS, or for this machine, and nowhere else. */
function endpointOf(regionId: string, override: string): string | undefined {
  if (!/^[a-z]{2,}(-[a-z0-9]+)+$/.test(regionId)) return undefined;
  if (override === "") {
    const host = regionId === "cn-hangzhou" ? "ecs-cn-hangzhou" : `ecs.${regionId}`;
    return `https://${host}.aliyuncs.com`;
  }
  return /^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d{1,5}\/?$/.test(override)
    ? override.replace(/\/$/, "")
    : undefined;
}

/** What will be done, for a person to read before it is. */
export function planText(options: LiveOptions): string {
  return `This will call ${options.endpoint} and, in ${options.regionId}:
  1. create one ENI in vSwitch ${options.vSwitchId} with security group ${options.securityGroupId}
  2. attach it to instance ${options.instanceId}
  3. detach it again
  4. delete it
and between these ask about some thirty facts, each by a read or by a call that must be refused.
An interruption (Ctrl-C) removes the ENI before it ends. Differences go to ${options.outFile}; no key and no id is in it.`;
}
