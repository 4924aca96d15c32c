import "server-only";

import type { InstanceRow, NetworkInterfaceRow } from "#lib/contract/inventory.ts";
import type { CsvCell } from "#lib/format/csv.ts";

/** A column of an exported table: its heading and what stands in it. Several values are parted by blanks. */
export type ExportColumn<Row> = readonly [heading: string, cell: (row: Row) => CsvCell];

const list = (values: readonly string[]) => values.join(" ");
const tagsOf = ({ tags }: { tags: readonly { key: string; value: string }[] }) =>
  list(tags.map(({ key, value }) => `${key}=${value}`));

export const INSTANCE_EXPORT: readonly ExportColumn<InstanceRow>[] = [
  ["accountId", (row) => row.accountId],
  ["accountName", (row) => row.accountName],
  ["regionId", (row) => row.regionId],
  ["zoneId", (row) => row.zoneId],
  ["instanceId", (row) => row.instanceId],
  ["name", (row) => row.name],
  ["hostName", (row) => row.hostName],
  ["status", (row) => row.status],
  ["instanceType", (row) => row.instanceType],
  ["cpu", (row) => row.cpu],
  ["memoryMb", (row) => row.memoryMb],
  ["osName", (row) => row.osName],
  ["vpcId", (row) => row.vpcId ?? undefined],
  ["vSwitchId", (row) => row.vSwitchId ?? undefined],
  ["primaryPrivateIp", (row) => row.primaryPrivateIp ?? undefined],
  ["publicIps", (row) => list(row.publicIps)],
  ["securityGroupIds", (row) => list(row.securityGroupIds)],
  ["operationLocks", (row) => list(row.operationLocks)],
  ["networkInterfaceCount", (row) => row.networkInterfaceCount],
  ["detachableCount", (row) => row.detachableCount],
  ["slots", (row) => row.slots?.all],
  ["freeSlots", (row) => row.slots?.free],
  ["tags", tagsOf],
  ["createdAt", (row) => row.createdAt],
  ["observedAt", (row) => row.observedAt],
];

export const NETWORK_INTERFACE_EXPORT: readonly ExportColumn<NetworkInterfaceRow>[] = [
  ["accountId", (row) => row.accountId],
  ["accountName", (row) => row.accountName],
  ["regionId", (row) => row.regionId],
  ["zoneId", (row) => row.zoneId],
  ["networkInterfaceId", (row) => row.networkInterfaceId],
  ["name", (row) => row.name],
  ["description", (row) => row.description],
  ["type", (row) => row.type],
  ["status", (row) => row.status],
  ["instanceId", (row) => row.instanceId ?? undefined],
  ["instanceName", (row) => row.instanceName ?? undefined],
  ["instanceStatus", (row) => row.instanceStatus ?? undefined],
  ["deviceIndex", (row) => row.deviceIndex ?? undefined],
  ["primaryPrivateIp", (row) => row.primaryPrivateIp],
  ["privateIps", (row) => list(row.privateIps.map(({ address }) => address))],
  ["publicIps", (row) => list(row.privateIps.flatMap(({ publicIp }) => publicIp ?? []))],
  ["ipv6", (row) => list(row.ipv6)],
  ["macAddress", (row) => row.macAddress],
  ["vpcId", (row) => row.vpcId],
  ["vSwitchId", (row) => row.vSwitchId],
  ["securityGroupIds", (row) => list(row.securityGroupIds)],
  ["serviceManaged", (row) => String(row.serviceManaged)],
  ["deleteOnRelease", (row) => String(row.deleteOnRelease)],
  ["trunkNetworkInterfaceId", (row) => row.trunkNetworkInterfaceId ?? undefined],
  ["owner", (row) => row.owner?.name],
  ["ownerEvidence", (row) => row.owner?.evidence],
  ["detachable", (row) => String(row.detach.allowed)],
  ["blockers", (row) => list(row.detach.blockers.map(({ reason }) => reason))],
  ["warnings", (row) => list(row.detach.warnings.map(({ kind }) => kind))],
  ["tags", tagsOf],
  ["createdAt", (row) => row.createdAt],
  ["observedAt", (row) => row.observedAt],
];
