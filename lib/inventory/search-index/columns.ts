import "server-only";

import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface, Tag } from "#lib/domain/network-interface.ts";
import { statusNames } from "#lib/domain/unsettled.ts";
import type { Host } from "#lib/inventory/attachments.ts";
import { ipv4Order, type SortValue } from "#lib/inventory/paging.ts";
import { ownersOf } from "#lib/policy/owner.ts";
import type { SearchField } from "#lib/policy/search-query.ts";

/** A row is read together with the instance that it is on, or that it is. */
type Read<T, V> = (value: T, host: Host) => V;

export interface Column<T> {
  /** `facet`: few different values that many rows share; `text`: nearly each row has its own. */
  kind: "facet" | "text";
  values: Read<T, readonly string[]>;
  /** The fields of a search that are compared with a whole value, or with any part of one. */
  whole?: SearchField;
  part?: readonly SearchField[];
  /** Whether a word without a field is looked for here. */
  anywhere?: boolean;
  /** A text of few different characters, like numbers: their pieces alone would be in nearly all. */
  isRepetitive?: boolean;
  /** Told by the instance and not by the row: not for those who may not see the instance. */
  isOfHost?: boolean;
}

export interface Sorting<T> {
  value: Read<T, SortValue>;
  isOfHost?: boolean;
}

/** What is looked for and sorted by in one kind of row. */
export interface Columns<T, SortKey extends string = string> {
  idOf(value: T): string;
  addresses: Read<T, { ipv4: readonly string[]; ipv6: readonly string[] }>;
  columns: readonly Column<T>[];
  sortings: Readonly<Record<SortKey, Sorting<T>>>;
}

const tagTexts = (tags: readonly Tag[]) => tags.map(({ key, value }) => `${key}=${value}`);
const present = (...values: readonly (string | null)[]): string[] =>
  values.filter((value): value is string => value !== null && value !== "");

const ownAddresses = (eni: NetworkInterface) =>
  eni.privateIps.flatMap(({ address, publicIp }) => (publicIp ? [address, publicIp.address] : [address]));

const firstPublicIp = (privateIps: NetworkInterface["privateIps"]): string | null =>
  privateIps.find(({ publicIp }) => publicIp)?.publicIp?.address ?? null;

/** Sorts after every text: what has no value, or is attached to nothing, comes last. */
const NOTHING = "\uffff";

/** An instance's ENIs together, its primary one first. */
function byInstance(eni: NetworkInterface, { instance }: Host): string {
  return `${instance?.name ?? NOTHING} ${eni.instanceId ?? ""} ${eni.type === "Primary" ? 0 : 1}`;
}

/** Who has been attached to nothing for the shortest time comes first, who is attached comes last. */
function freeSince({ networkInterfaceId, status }: NetworkInterface, host: Host): number {
  const since = status === "Available" ? host.freeSince?.(networkInterfaceId) : undefined;
  return since === undefined ? Number.POSITIVE_INFINITY : -since;
}

/** Alike in both kinds of row. */
const SHARED: readonly Column<NetworkInterface | Instance>[] = [
  { kind: "facet", values: ({ status }) => statusNames(status), whole: "status" },
  { kind: "facet", values: ({ regionId }) => [regionId], whole: "region" },
  { kind: "facet", values: ({ zoneId }) => [zoneId], whole: "zone" },
  { kind: "facet", values: ({ accountId }) => [accountId], whole: "account" },
  { kind: "facet", values: ({ vpcId }) => present(vpcId), part: ["vpc"], anywhere: true },
  { kind: "facet", values: ({ vSwitchId }) => present(vSwitchId), part: ["vswitch"], anywhere: true },
  { kind: "facet", values: (row) => row.securityGroupIds, part: ["sg"], anywhere: true },
  { kind: "facet", values: ({ tags }) => tagTexts(tags), part: ["tag"], anywhere: true },
];

export type InterfaceSortKey =
  | "name"
  | "networkInterfaceId"
  | "status"
  | "type"
  | "regionId"
  | "primaryPrivateIp"
  | "instanceId"
  | "instanceName"
  | "publicIp"
  | "vpcId"
  | "macAddress"
  | "securityGroupIds"
  | "owner"
  | "tags"
  | "unattached"
  | "createdAt";

export const INTERFACE_COLUMNS: Columns<NetworkInterface, InterfaceSortKey> = {
  idOf: ({ networkInterfaceId }) => networkInterfaceId,
  addresses: (eni) => ({ ipv4: ownAddresses(eni), ipv6: eni.ipv6 }),
  columns: [
    ...SHARED,
    { kind: "facet", values: ({ type }) => [type], whole: "type" },
    { kind: "facet", values: ({ description }) => present(description), anywhere: true },
    {
      kind: "facet",
      values: (eni) => {
        const owners = ownersOf(eni).map(({ kind }) => kind);
        return owners.length > 0 ? owners : ["person"];
      },
      whole: "owner",
    },
    { kind: "text", values: (eni) => [eni.networkInterfaceId], whole: "id", anywhere: true },
    { kind: "text", values: ({ name }) => present(name), part: ["name"], anywhere: true },
    {
      kind: "text",
      values: (eni) => [...ownAddresses(eni), ...eni.ipv6],
      part: ["ip"],
      anywhere: true,
      isRepetitive: true,
    },
    { kind: "text", values: (eni) => present(eni.macAddress), part: ["mac"], anywhere: true },
    { kind: "text", values: (eni) => present(eni.instanceId), part: ["instance"], anywhere: true },
    {
      kind: "text",
      values: (_eni, { instance }) => present(instance?.name ?? null),
      part: ["instance"],
      anywhere: true,
      isOfHost: true,
    },
  ],
  sortings: {
    name: { value: ({ name }) => name },
    networkInterfaceId: { value: (eni) => eni.networkInterfaceId },
    status: { value: ({ status }) => status },
    type: { value: ({ type }) => type },
    regionId: { value: ({ regionId, zoneId }) => `${regionId} ${zoneId}` },
    primaryPrivateIp: { value: (eni) => ipv4Order(eni.primaryPrivateIp) },
    instanceId: { value: ({ instanceId }) => instanceId ?? "" },
    instanceName: { value: byInstance, isOfHost: true },
    publicIp: { value: ({ privateIps }) => ipv4Order(firstPublicIp(privateIps)) },
    vpcId: { value: ({ vpcId, vSwitchId }) => `${vpcId} ${vSwitchId}` },
    macAddress: { value: ({ macAddress }) => macAddress },
    securityGroupIds: { value: ({ securityGroupIds }) => securityGroupIds.join(" ") || NOTHING },
    owner: { value: (eni) => ownersOf(eni)[0]?.name ?? NOTHING },
    tags: { value: ({ tags }) => tagTexts(tags).join(" ") || NOTHING },
    unattached: { value: freeSince },
    createdAt: { value: ({ createdAt }) => createdAt },
  },
};

const instanceAddresses = (instance: Instance) =>
  present(instance.primaryPrivateIp, ...instance.publicIps, instance.eipAddress);

/** All alike, so that the id alone decides: the order in which rows that are equal stand. */
export const BY_ID_ALONE = "id";

export type InstanceSortKey =
  | typeof BY_ID_ALONE
  | "name"
  | "instanceId"
  | "status"
  | "regionId"
  | "instanceType"
  | "primaryPrivateIp"
  | "createdAt";

export const INSTANCE_COLUMNS: Columns<Instance, InstanceSortKey> = {
  idOf: ({ instanceId }) => instanceId,
  addresses: (instance) => ({ ipv4: instanceAddresses(instance), ipv6: [] }),
  columns: [
    ...SHARED,
    { kind: "facet", values: ({ instanceType }) => [instanceType], whole: "type" },
    {
      kind: "text",
      values: ({ instanceId }) => [instanceId],
      whole: "id",
      part: ["instance"],
      anywhere: true,
    },
    { kind: "text", values: ({ name }) => present(name), part: ["instance", "name"], anywhere: true },
    { kind: "text", values: ({ hostName }) => present(hostName), part: ["name"], anywhere: true },
    { kind: "text", values: instanceAddresses, part: ["ip"], anywhere: true, isRepetitive: true },
  ],
  sortings: {
    [BY_ID_ALONE]: { value: () => 0 },
    name: { value: ({ name }) => name },
    instanceId: { value: ({ instanceId }) => instanceId },
    status: { value: ({ status }) => status },
    regionId: { value: ({ regionId, zoneId }) => `${regionId} ${zoneId}` },
    instanceType: { value: ({ instanceType }) => instanceType },
    primaryPrivateIp: { value: ({ primaryPrivateIp }) => ipv4Order(primaryPrivateIp) },
    createdAt: { value: ({ createdAt }) => createdAt },
  },
};
