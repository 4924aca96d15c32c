import type { Call } from "#emulator/actions/action.ts";
import { type EcsErrorCode, ecsError } from "#emulator/errors/ecs-error.ts";
import { ipv4Block, ipv4Number } from "#emulator/world/address-texts.ts";
import type { VSwitchAddresses } from "#emulator/world/vswitch-addresses.ts";

/** Longest list of addresses or prefixes of one call. */
export const MAX_LISTED = 10;
/** Most addresses that one call can ask for by number. */
const MAX_COUNT = 49;

/** The codes for one mistake differ between creating an ENI and giving addresses to one. */
export type AddressCodes = {
  readonly malformed: EcsErrorCode;
  readonly taken: EcsErrorCode;
  readonly badCount: EcsErrorCode;
  readonly maxListed: number;
};

/** Secondary private addresses by name or by number, taken from the vSwitch. */
export function requestedPrivateIps(call: Call, addresses: VSwitchAddresses, codes: AddressCodes): string[] {
  const named = call.params.list("PrivateIpAddress");
  const count = call.params.integer("SecondaryPrivateIpAddressCount");
  if (named.length > 0 && count !== undefined) throw ecsError("InvalidParameter.Conflict");
  if (named.length > codes.maxListed) throw tooMany("PrivateIpAddress.N", codes.maxListed);
  if (new Set(named).size < named.length) throw ecsError("InvalidPrivateIpAddress.Duplicated");
  if (count !== undefined && (count < 1 || count > MAX_COUNT)) throw ecsError(codes.badCount);
  for (const address of named) takeNamed(addresses, address, codes);
  return count === undefined
    ? named
    : take(count, () => addresses.takeNext(), "InvalidVSwitchId.IpNotEnough");
}

/** Takes one address by name, or refuses it: malformed, outside of the vSwitch, or in use. */
export function takeNamed(
  addresses: VSwitchAddresses,
  address: string,
  codes: Pick<AddressCodes, "malformed" | "taken">,
): void {
  if (ipv4Number(address) === undefined) throw ecsError(codes.malformed);
  if (!addresses.isWithin(address)) throw ecsError("InvalidVSwitchId.IpInvalid");
  if (addresses.isTaken(address)) throw ecsError(codes.taken);
  addresses.take(address);
}

/** IPv4 prefixes (/28) by name or by number. */
export function requestedIpv4Prefixes({ params }: Call, addresses: VSwitchAddresses): string[] {
  const named = params.list("Ipv4Prefix");
  const count = params.integer("Ipv4PrefixCount");
  if (named.length > 0 && count !== undefined) throw ecsError("InvalidParameter.Conflict");
  if (named.length > MAX_LISTED) throw tooMany("Ipv4Prefix.N", MAX_LISTED);
  if (count !== undefined && (count < 1 || count > MAX_LISTED)) throw tooMany("Ipv4PrefixCount", MAX_LISTED);
  for (const prefix of named) {
    if (ipv4Block(prefix)?.size !== 16) throw ecsError("InvalidIp.IpPrefixMaskInvalid");
    if (!addresses.isPrefixFree(prefix)) throw ecsError("InvalidIp.IpPrefixNotAvailable");
    addresses.takePrefix(prefix);
  }
  if (count === undefined) return named;
  return take(count, () => addresses.takeNextPrefix(), "InvalidVSwitchId.IpPrefixNotEnough");
}

/** IPv6 addresses by name or by number; the vSwitch must have an IPv6 block. */
export function requestedIpv6({ params }: Call, addresses: VSwitchAddresses, hasBlock: boolean): string[] {
  const named = params.list("Ipv6Address");
  const count = params.integer("Ipv6AddressCount");
  if (named.length === 0 && count === undefined) return [];
  if (named.length > 0 && count !== undefined) throw ecsError("InvalidParameter.Conflict");
  if (!hasBlock) throw ecsError("InvalidOperation.VSwitchIpv6Disabled");
  if (named.length > MAX_LISTED) throw tooMany("Ipv6Address.N", MAX_LISTED);
  if (count !== undefined && (count < 1 || count > MAX_LISTED)) throw tooMany("Ipv6AddressCount", MAX_LISTED);
  for (const address of named) {
    if (!addresses.isIpv6Within(address)) throw ecsError("InvalidIp.Address");
    if (addresses.isIpv6Taken(address)) throw ecsError("InvalidIp.IpRepeated");
    addresses.takeIpv6(address);
  }
  return count === undefined ? named : Array.from({ length: count }, () => addresses.takeNextIpv6());
}

function take(count: number, next: () => string | undefined, noneLeft: EcsErrorCode): string[] {
  return Array.from({ length: count }, () => {
    const taken = next();
    if (taken === undefined) throw ecsError(noneLeft);
    return taken;
  });
}

function tooMany(name: string, most: number) {
  return ecsError("InvalidParameter", { message: `${name} takes 1 to ${most}.` });
}
