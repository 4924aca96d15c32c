import "server-only";
import type { Config } from "#lib/config/config.ts";
import { type Finding, finding } from "#lib/doctor/finding.ts";
import type { EcsCallRecord } from "#lib/ecs/call.ts";
import { parseProxy } from "#lib/ecs/proxy.ts";

/** The gateway refuses a signature that is further off; ENI Desk then signs by the cloud's clock. */
const GATEWAY_TOLERANCE_MS = 15 * 60_000;

/** Where calls go and through what. No password of a proxy is ever part of it. */
export function describeWayOut(config: Config): Finding[] {
  const endpoint =
    config.mode === "emulator"
      ? `the emulator at ${config.ecsEndpoint.origin}; nothing goes to Alibaba Cloud`
      : "https://sts.aliyuncs.com, https://ecs.aliyuncs.com and the host of each region that ECS lists";
  return [
    finding("ok", "endpoint", endpoint),
    finding("ok", "proxy", proxyInWords(config)),
    finding(
      "ok",
      "certificate authorities",
      config.extraCaFile === null ? "the usual" : "the usual and your own",
    ),
    finding("ok", "credentials", config.credentials.kind),
  ];
}

function proxyInWords({ mode, httpsProxy }: Config): string {
  if (httpsProxy === null) return "none";
  const proxy = parseProxy(httpsProxy.reveal());
  if (!proxy.ok) return "not usable";
  const { protocol, hostname, port } = proxy.value;
  return `${protocol}://${hostname}:${port}${mode === "emulator" ? ", not used for the emulator" : ""}`;
}

/** How far the cloud's clock is, by the calls that were made; an answer's date has whole seconds. */
export function cloudClock(calls: readonly EcsCallRecord[]): Finding {
  const what = "clock against the cloud";
  const last = calls.findLast(({ result }) => result !== "not-sent");
  if (!last) return finding("unknown", what, "could not check: there was no answer");
  if (last.skewMs === 0) return finding("ok", what, "less than 5 s apart");
  const said = `the cloud is ${last.skewMs} ms ahead of this machine`;
  return finding(Math.abs(last.skewMs) > GATEWAY_TOLERANCE_MS ? "wrong" : "note", what, said);
}
