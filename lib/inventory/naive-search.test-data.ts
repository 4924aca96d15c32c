import { invariant } from "#lib/core/invariant.ts";
import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import type { NetworkInterfaceQuery } from "#lib/inventory/network-interface-list.ts";
import { naturalKey } from "#lib/inventory/paging.ts";
import { detachBlockers } from "#lib/policy/detach-blockers.ts";
import { ownersOf } from "#lib/policy/owner.ts";
import type { Reach } from "#lib/policy/reach.ts";
import { ipv4Number, parseSearch, type SearchTerm } from "#lib/policy/search-query.ts";

/** What one source holds. */
export interface Known {
  instances: readonly Instance[];
  interfaces: readonly NetworkInterface[];
}

type Query = Partial<NetworkInterfaceQuery>;
type Fields = Record<string, readonly (string | null)[]>;
const WHOLE = ["status", "type", "region", "zone", "account", "id", "owner"];

/** Address ranges as people do them by hand: both as text of bits. */
function bitsOf(address: string): string | null {
  const ipv4 = ipv4Number(address);
  if (ipv4 !== null) return ipv4.toString(2).padStart(32, "0");
  if (!address.includes(":")) return null;
  const [left = [], right = []] = address.split("::").map((side) => side.split(":").filter(Boolean));
  const groups = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => "0"), ...right];
  return groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, "0")).join("");
}

function inRange(address: string, range: string): boolean {
  const [network = "", length = ""] = range.split("/");
  const [bits, wanted] = [bitsOf(address), bitsOf(network)];
  return (
    bits?.length === wanted?.length && bits?.slice(0, Number(length)) === wanted?.slice(0, Number(length))
  );
}

const RANGE = /^[0-9.]+\/\d+$|^[0-9a-f:]+:[0-9a-f:]*\/\d+$/;

function holds({ not, field, text }: SearchTerm, fields: Fields): boolean {
  const texts = (names: readonly string[]) =>
    names.flatMap((name) => fields[name] ?? []).flatMap((value) => value?.toLowerCase() ?? []);
  const isIn = () => {
    if ((field === null || field === "ip") && RANGE.test(text)) {
      return texts(["ip"]).some((address) => inRange(address, text));
    }
    if (field === null)
      return texts(Object.keys(fields).filter((name) => !WHOLE.includes(name) || name === "id")).some(
        (value) => value.includes(text),
      );
    return texts([field]).some((value) => (WHOLE.includes(field) ? value === text : value.includes(text)));
  };
  return isIn() !== not;
}

const isSettled = ({ status }: { status: string }) =>
  /^(Running|Stopped|InUse|Available|Linked)$/.test(status);

function isOfStatus(row: { status: string }, asked: string | undefined): boolean {
  return asked === undefined || (asked === "Unsettled" ? !isSettled(row) : row.status === asked);
}

function fieldsOf(row: NetworkInterface | Instance): Fields {
  return {
    status: [row.status, ...(isSettled(row) ? [] : ["unsettled"])],
    region: [row.regionId],
    zone: [row.zoneId],
    account: [row.accountId],
    vpc: [row.vpcId],
    vswitch: [row.vSwitchId],
    sg: row.securityGroupIds,
    tag: row.tags.map(({ key, value }) => `${key}=${value}`),
  };
}

function interfaceFields(eni: NetworkInterface, instanceName: string): Fields {
  const owners = ownersOf(eni).map(({ kind }) => kind);
  return {
    ...fieldsOf(eni),
    type: [eni.type],
    id: [eni.networkInterfaceId],
    name: [eni.name],
    description: [eni.description],
    ip: [...eni.privateIps.flatMap((ip) => [ip.address, ip.publicIp?.address ?? null]), ...eni.ipv6],
    mac: [eni.macAddress],
    instance: [eni.instanceId, instanceName],
    owner: owners.length > 0 ? owners : ["person"],
  };
}

function instanceFields(instance: Instance): Fields {
  return {
    ...fieldsOf(instance),
    type: [instance.instanceType],
    id: [instance.instanceId],
    name: [instance.name, instance.hostName],
    ip: [instance.primaryPrivateIp, ...instance.publicIps, instance.eipAddress],
    instance: [instance.instanceId, instance.name],
  };
}

function termsOf(q: string | undefined): SearchTerm[] {
  const terms = parseSearch(q ?? "");
  invariant(terms.ok, `the test asks what can be understood: ${q}`);
  return terms.value;
}

interface Sortable {
  id: string;
  /** What else the row has to say. */
  says: string;
  keys: Record<string, string | number>;
}

function ordered(rows: readonly Sortable[], sort: string | undefined, fallback: string) {
  const name = sort?.replace(/^-/, "") ?? "";
  const isKnown = rows.length === 0 || name in (rows[0]?.keys ?? {});
  const [key, direction] = isKnown ? [name, sort?.startsWith("-") ? -1 : 1] : [fallback, 1];
  const keyOf = ({ keys }: Sortable) => {
    const value = keys[key] ?? "";
    return typeof value === "number" ? value : naturalKey(value);
  };
  return rows
    .toSorted((a, b) => {
      const [left, right] = [keyOf(a), keyOf(b)];
      if (left !== right) return left < right ? -direction : direction;
      return a.id < b.id ? -1 : 1;
    })
    .map(({ id, says }) => `${id} ${says}`);
}

const addressOrder = (address: string | null) => ipv4Number(address ?? "") ?? -1;

/** The part of a source that can be seen, and what it says of one ENI. */
function seenPart({ instances, interfaces }: Known, reach: Reach) {
  const seen = interfaces.filter((eni) => reach.includes(eni));
  const byId = new Map(
    instances.filter((each) => reach.includes(each)).map((each) => [each.instanceId, each]),
  );
  const instanceOf = (eni: NetworkInterface) => byId.get(eni.instanceId ?? "") ?? null;
  const isDetachable = (eni: NetworkInterface) => {
    const memberIds = seen
      .filter((each) => each.trunkNetworkInterfaceId === eni.networkInterfaceId)
      .map(({ networkInterfaceId }) => networkInterfaceId);
    const subject = { networkInterface: eni, instance: instanceOf(eni), askedInstanceId: null, memberIds };
    return detachBlockers(subject).length === 0;
  };
  return { seen, instances: [...byId.values()], instanceOf, isDetachable };
}

const isInPlace = (row: { regionId: string }, { regionId }: Query) =>
  regionId === undefined || row.regionId === regionId;

/** Rows in order, each its id and what it says, and how many there are without a filter. */
export function naiveInterfaces(known: readonly Known[], query: Query, reach: Reach) {
  const terms = termsOf(query.q);
  let of = 0;
  const rows: Sortable[] = [];
  for (const part of known) {
    const { seen, instanceOf, isDetachable } = seenPart(part, reach);
    for (const eni of seen.filter((each) => isInPlace(each, query))) {
      of += 1;
      const instance = instanceOf(eni);
      if (!isOfStatus(eni, query.status)) continue;
      if (query.type !== undefined && eni.type !== query.type) continue;
      if (query.vpcId !== undefined && eni.vpcId !== query.vpcId) continue;
      if (query.instanceId !== undefined && eni.instanceId !== query.instanceId) continue;
      const fields = interfaceFields(eni, instance?.name ?? "");
      if (!terms.every((term) => holds(term, fields))) continue;
      if (query.detachable !== undefined && isDetachable(eni) !== query.detachable) continue;
      rows.push({
        id: eni.networkInterfaceId,
        says: `${instance?.name ?? null} ${isDetachable(eni)}`,
        keys: {
          ...{
            name: eni.name,
            networkInterfaceId: eni.networkInterfaceId,
            status: eni.status,
            type: eni.type,
          },
          ...{ macAddress: eni.macAddress, createdAt: eni.createdAt },
          vpcId: `${eni.vpcId} ${eni.vSwitchId}`,
          publicIp: addressOrder(
            eni.privateIps.flatMap(({ publicIp }) => publicIp?.address ?? [])[0] ?? null,
          ),
          securityGroupIds: eni.securityGroupIds.join(" ") || "\uffff",
          owner: ownersOf(eni)[0]?.name ?? "\uffff",
          tags: eni.tags.map(({ key, value }) => `${key}=${value}`).join(" ") || "\uffff",
          regionId: `${eni.regionId} ${eni.zoneId}`,
          primaryPrivateIp: addressOrder(eni.primaryPrivateIp),
          instanceId: eni.instanceId ?? "",
          instanceName: `${instance?.name ?? "\uffff"} ${eni.instanceId ?? ""} ${eni.type === "Primary" ? 0 : 1}`,
        },
      });
    }
  }
  return { rows: ordered(rows, query.sort, "instanceName"), of };
}

/** Rows in order, each its id and what it says, and how many there are without a filter. */
export function naiveInstances(known: readonly Known[], query: Query, reach: Reach) {
  const terms = termsOf(query.q);
  let of = 0;
  const rows: Sortable[] = [];
  for (const part of known) {
    const { seen, instances, isDetachable } = seenPart(part, reach);
    for (const instance of instances.filter((each) => isInPlace(each, query))) {
      of += 1;
      if (!isOfStatus(instance, query.status)) continue;
      if (!terms.every((term) => holds(term, instanceFields(instance)))) continue;
      const attached = seen.filter((eni) => eni.instanceId === instance.instanceId);
      rows.push({
        id: instance.instanceId,
        says: `${attached.length} ${attached.filter(isDetachable).length}`,
        keys: {
          ...{ name: instance.name, instanceId: instance.instanceId, status: instance.status },
          ...{ instanceType: instance.instanceType, createdAt: instance.createdAt },
          regionId: `${instance.regionId} ${instance.zoneId}`,
          primaryPrivateIp: addressOrder(instance.primaryPrivateIp),
          networkInterfaceCount: attached.length,
          detachableCount: attached.filter(isDetachable).length,
          // Nothing was walked here, so no type is known.
          freeSlots: -1,
        },
      });
    }
  }
  return { rows: ordered(rows, query.sort, "name"), of };
}
