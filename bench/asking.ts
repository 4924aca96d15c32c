import type { Target } from "#bench/detachable.ts";
import { type VendorClient, vendor } from "#bench/vendor-client.ts";
import type { Visitor } from "#bench/visitor.ts";

/** Opens the dialog. */
export async function preflightToken(operator: Visitor, target: Target): Promise<string> {
  const { networkInterfaceId, ...where } = target;
  const query = new URLSearchParams({ ...where });
  const { status, text } = await operator.get(
    `/api/network-interfaces/${networkInterfaceId}/preflight?${query}`,
  );
  if (status !== 200) throw new Error(`the pre-flight answered ${status}: ${text}`);
  return (JSON.parse(text) as { token: string }).token;
}

/** Presses its button. @throws {Error} when that brought no RequestId */
export async function ask(operator: Visitor, target: Target, preflightToken: string): Promise<void> {
  const body = { action: "detach", ...target, reason: "asked by the benchmark", preflightToken };
  const { status, text } = await operator.post("/api/requests", body);
  const { attempts } = JSON.parse(text) as { attempts?: readonly { requestId: string | null }[] };
  if (status !== 202 || !attempts?.at(-1)?.requestId) throw new Error(`asking answered ${status}: ${text}`);
}

/** The same with nothing around it. */
export async function detachWithVendor(client: VendorClient, target: Target): Promise<void> {
  const { regionId, instanceId, networkInterfaceId } = target;
  const request = new vendor.DetachNetworkInterfaceRequest({ regionId, instanceId, networkInterfaceId });
  const { body } = await client.detachNetworkInterface(request);
  if (!body.requestId) throw new Error("the vendor's client got no RequestId");
}
