import type { LiveAnswer, LiveApi } from "#emulator/conformance/live/live-api.ts";

export type Check = { readonly fact: string; readonly emulator: string; readonly seen: string };

/** Holds what was asked and what came; the ids of the run are taken out of every text. */
export class Findings {
  readonly checks: Check[] = [];

  expect(fact: string, emulator: string, seen: string): void {
    this.checks.push({ fact, emulator, seen });
  }

  get differences(): Check[] {
    return this.checks.filter((check) => check.emulator !== check.seen);
  }
}

/** Status and code, as one word of what a call came to. */
export const refusal = (answer: LiveAnswer) => `${answer.httpStatus} ${answer.code}`.trim();
const NO_ENI = "eni-00000000000000000000";

/** Facts that need no ENI: answers, formats and refusals of reads. */
export async function checkReads(call: LiveApi, found: Findings): Promise<void> {
  const none = await call("DescribeNetworkInterfaces", { "NetworkInterfaceId.1": NO_ENI, MaxResults: "10" });
  found.expect("listing an unknown ENI is answered", "200", refusal(none));
  found.expect(
    "an empty list keeps its keys",
    '{"NetworkInterfaceSet":[]}',
    JSON.stringify(none.body.NetworkInterfaceSets ?? null),
  );
  found.expect("TotalCount with MaxResults", "0", String(none.body.TotalCount ?? "absent"));
  found.expect("NextToken at the end of a list", '""', JSON.stringify(none.body.NextToken ?? null));
  found.expect(
    "x-acs-request-id is the RequestId of the body",
    "yes",
    none.requestIdHeader !== "" && none.requestIdHeader === none.body.RequestId ? "yes" : "no",
  );
  found.expect("content type of JSON", "application/json;charset=utf-8", normalType(none.contentType));
  const xml = await call("DescribeRegions", {}, { accept: "application/xml" });
  found.expect("V3 follows Accept: XML", "text/xml;charset=utf-8", normalType(xml.contentType));
  const attribute = await call("DescribeNetworkInterfaceAttribute", { NetworkInterfaceId: NO_ENI });
  found.expect("the attributes of an unknown ENI", "404 InvalidEniId.NotFound", refusal(attribute));
  const dryRun = await call("DescribeInstances", { DryRun: "true" });
  found.expect("DryRun that would succeed", "400 DryRunOperation", refusal(dryRun));
  const region = await call("DescribeInstances", { RegionId: "zz-nowhere-1" });
  found.expect("an unknown region", "404 InvalidRegionId.NotFound", refusal(region));
  const action = await call("DescribeNothingAtAll", {});
  found.expect("an unknown action", "404 InvalidAction.NotFound", refusal(action));
  const gone = await call("DeleteNetworkInterface", { NetworkInterfaceId: NO_ENI });
  found.expect("deleting an unknown ENI", "404 InvalidEniId.NotFound", refusal(gone));
  const page = await call("DescribeNetworkInterfaces", { MaxResults: "10", NextToken: "bm90IGEgdG9rZW4=" });
  found.expect("a page token that is none", "400 InvalidParameter", refusal(page));
}

/** Facts of an ENI that is Available and attached to nothing. */
export async function checkAvailable(
  call: LiveApi,
  found: Findings,
  eni: { id: string; primaryIp: string; instanceId: string },
): Promise<void> {
  const NetworkInterfaceId = eni.id;
  const detach = await call("DetachNetworkInterface", { NetworkInterfaceId, InstanceId: eni.instanceId });
  found.expect("detaching an Available ENI", "400 InvalidOperation.InvalidEniState", refusal(detach));
  const unassign = await call("UnassignPrivateIpAddresses", {
    NetworkInterfaceId,
    "PrivateIpAddress.1": eni.primaryIp,
  });
  found.expect("taking away the primary address", "403 InvalidIp.IpUnassigned", refusal(unassign));
  const assigned = await call("AssignPrivateIpAddresses", {
    NetworkInterfaceId,
    "PrivateIpAddress.1": eni.primaryIp,
  });
  found.expect("giving an address that it has", "403 InvalidIp.IpAssigned", refusal(assigned));
  const nothing = await call("AssignPrivateIpAddresses", { NetworkInterfaceId });
  found.expect("giving no address", "400 MissingParameter", refusal(nothing));
  const listed = await call("DescribeNetworkInterfaces", {
    "NetworkInterfaceId.1": eni.id,
    MaxResults: "10",
  });
  const row = /"Attachment":\{\}/.test(listed.text) ? "empty" : "absent or filled";
  found.expect("Attachment of an ENI that is attached to nothing", "empty", row);
}

/** `application/json; charset=UTF-8` and `application/json;charset=utf-8` say the same. */
export function normalType(contentType: string): string {
  return contentType.toLowerCase().replaceAll(" ", "");
}
