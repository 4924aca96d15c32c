import "server-only";
import { regionIdSchema } from "#lib/core/ids.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { Region } from "#lib/domain/region.ts";

/** Where a request goes. Made here only, from configuration and region ids, never from what a person typed. */
export interface Endpoint {
  protocol: "http" | "https";
  /** Without brackets, also for IPv6. */
  hostname: string;
  port: number;
  /** The Host header. */
  host: string;
}

export interface EndpointSource {
  /** For calls that belong to no region. */
  central(): Endpoint;
  /** Of the Security Token Service, which knows whose credentials these are. */
  identity(): Endpoint;
  /** Fails with a sentence when the region is not one that DescribeRegions has listed. */
  ofRegion(regionId: string): Result<Endpoint, string>;
  /** Of the VPC product in that region, known as `ofRegion` is. */
  vpcOfRegion(regionId: string): Result<Endpoint, string>;
  /** Takes in what DescribeRegions answered. */
  learn(regions: readonly Region[]): void;
}

const DOMAIN = "aliyuncs.com";

function https(hostname: string): Endpoint {
  return { protocol: "https", hostname, port: 443, host: hostname };
}

/**
 * The public hosts of ECS, or with `vpcRegionId` those reachable from inside a VPC, where DescribeRegions is asked of
 * that region. A region becomes part of a host name only after DescribeRegions has listed it; the host ECS names for
 * it (RegionEndpoint) is preferred when it is one of the documented forms for that very region.
 * Source: ECS endpoints page; `ecs.aliyuncs.com` and `ecs-cn-hangzhou.aliyuncs.com` are shared by older regions.
 */
export function alibabaCloudEndpoints(options: { vpcRegionId?: string | undefined } = {}): EndpointSource {
  const { vpcRegionId } = options;
  if (vpcRegionId !== undefined) regionIdSchema.parse(vpcRegionId);
  const known = new Map<string, Endpoint>();
  return {
    central: () => https(vpcRegionId === undefined ? `ecs.${DOMAIN}` : `ecs-vpc.${vpcRegionId}.${DOMAIN}`),
    identity: () => https(vpcRegionId === undefined ? `sts.${DOMAIN}` : `sts-vpc.${vpcRegionId}.${DOMAIN}`),
    ofRegion(regionId) {
      const endpoint = known.get(regionId);
      return endpoint ? ok(endpoint) : err("DescribeRegions has not listed this region");
    },
    vpcOfRegion(regionId) {
      if (!known.has(regionId)) return err("DescribeRegions has not listed this region");
      return ok(https(vpcHostOf(regionId, vpcRegionId !== undefined)));
    },
    learn(regions) {
      for (const { regionId, endpoint } of regions) {
        if (!regionIdSchema.safeParse(regionId).success) continue;
        known.set(regionId, https(hostOfRegion(regionId, endpoint, vpcRegionId !== undefined)));
      }
    },
  };
}

function hostOfRegion(regionId: string, regionEndpoint: string, isVpc: boolean): string {
  if (isVpc) return `ecs-vpc.${regionId}.${DOMAIN}`;
  const documented = [
    `ecs.${regionId}.${DOMAIN}`,
    `ecs-${regionId}.${DOMAIN}`,
    `ecs.${DOMAIN}`,
    `ecs-cn-hangzhou.${DOMAIN}`,
  ];
  if (documented.includes(regionEndpoint)) return regionEndpoint;
  return regionId === "cn-hangzhou" ? `ecs-cn-hangzhou.${DOMAIN}` : `ecs.${regionId}.${DOMAIN}`;
}

/** Source: VPC endpoints page; Hangzhou has the central host. */
function vpcHostOf(regionId: string, isVpc: boolean): string {
  if (isVpc) return `vpc-vpc.${regionId}.${DOMAIN}`;
  return regionId === "cn-hangzhou" ? `vpc.${DOMAIN}` : `vpc.${regionId}.${DOMAIN}`;
}

/** Compared as text: what a URL parser would normalise (`127.1`, `0x7f000001`, user names) is not accepted. */
const LOOPBACK_URL = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(?::(\d{1,5}))?\/?$/;

/** The emulator on this machine, for every region. Fails with a sentence for any other address. */
export function emulatorEndpoints(url: string): Result<EndpointSource, string> {
  const [, host, portText] = LOOPBACK_URL.exec(url) ?? [];
  const port = Number(portText ?? 80);
  if (host === undefined || port < 1 || port > 65_535) {
    return err(
      "The emulator's address must be http://127.0.0.1:<port>, http://localhost:<port> or http://[::1]:<port>.",
    );
  }
  const hostname = host === "[::1]" ? "::1" : host;
  const endpoint: Endpoint = { protocol: "http", hostname, port, host: `${host}:${port}` };
  const ofRegion = (regionId: string): Result<Endpoint, string> =>
    regionIdSchema.safeParse(regionId).success ? ok(endpoint) : err("This is not a region id");
  return ok({
    central: () => endpoint,
    identity: () => endpoint,
    ofRegion,
    vpcOfRegion: ofRegion,
    learn: () => {},
  });
}
