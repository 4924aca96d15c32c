import type { WireObject } from "#emulator/actions/action.ts";
import type { TrailEvent } from "#emulator/trail/trail.ts";

/** `2026-01-01T00:00:00Z` */
export function secondsTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

/** Same types are joined by commas, different ones by semicolons. */
export function resourceTypes(event: TrailEvent): string {
  return [...event.resources.keys()].join(";");
}

export function resourceNames(event: TrailEvent): string {
  return [...event.resources.values()].map((ids) => ids.join(",")).join(";");
}

/** One event as LookupEvents answers it: a plain object, its names beginning in lower case. */
export function wireTrailEvent(event: TrailEvent): WireObject {
  const host = `${event.serviceName.toLowerCase()}.${event.regionId}.aliyuncs.com`;
  const params = namedParameters(event);
  return {
    eventId: event.eventId,
    eventVersion: "1",
    eventName: event.eventName,
    eventSource: host,
    eventType: event.eventType,
    eventRW: "Write",
    eventCategory: "Management",
    eventTime: secondsTime(event.atMs),
    acsRegion: event.regionId,
    serviceName: event.serviceName,
    apiVersion: event.apiVersion,
    requestId: event.requestId,
    requestParameters: { ...params, AcsHost: host, HostId: host },
    requestParameterJson: JSON.stringify(params),
    responseElements: event.refusal ? {} : { RequestId: event.requestId },
    errorCode: event.refusal?.code ?? "",
    errorMessage: event.refusal?.message ?? "",
    sourceIpAddress: event.sourceIpAddress,
    userAgent: event.userAgent,
    userIdentity: wireIdentity(event),
    resourceType: resourceTypes(event),
    resourceName: resourceNames(event),
    referencedResources: Object.fromEntries(event.resources),
    isGlobal: false,
    recipientAccountId: event.caller.accountId,
  };
}

/** Names that could not be element names of XML are no parameters of any action, and are left out. */
function namedParameters({ params }: TrailEvent): Record<string, string> {
  return Object.fromEntries(Object.entries(params).filter(([name]) => /^[A-Za-z][\w.-]{0,127}$/.test(name)));
}

function wireIdentity({ caller, atMs }: TrailEvent): WireObject {
  return {
    type: caller.type === "RAMUser" ? "ram-user" : "assumed-role",
    accountId: caller.accountId,
    principalId: caller.principalId,
    userName: caller.displayName,
    accessKeyId: caller.accessKeyId,
    sessionContext: { attributes: { mfaAuthenticated: "false", creationDate: secondsTime(atMs) } },
  };
}
