import "server-only";

import type { DetachView, InstanceRow, NetworkInterfaceRow } from "#lib/contract/inventory.ts";
import { isoTime } from "#lib/core/clock.ts";
import type { Instance } from "#lib/domain/instance.ts";
import { freeSlots } from "#lib/inventory/instance-counts.ts";
import type { ReadableSource } from "#lib/inventory/seen-inventory.ts";
import type { Situation } from "#lib/inventory/situation.ts";
import type { Observed } from "#lib/inventory/source.ts";
import { type Found, subjectOf } from "#lib/inventory/subject.ts";
import { circumstanceBlockers, type DetachSubject, detachBlockers } from "#lib/policy/detach-blockers.ts";
import { detachWarnings } from "#lib/policy/detach-warnings.ts";
import { ownersOf } from "#lib/policy/owner.ts";
import { blockerView, warningView } from "#lib/policy/wording.ts";

/** May this ENI be detached by this person now, and if not, why, in words. */
export function detachView(subject: DetachSubject, situation: Situation): DetachView {
  const { networkInterface: eni, instance } = subject;
  const openRequest = situation.openRequest(eni.networkInterfaceId) ?? null;
  const mayAsk = situation.mayAsk(eni, instance);
  const readOnlyAccount = situation.isReadOnly(eni.accountId);
  const circumstances = { ...situation, mayAsk, readOnlyAccount, openRequest };
  const blockers = [...detachBlockers(subject), ...circumstanceBlockers(circumstances)];
  return {
    allowed: blockers.length === 0,
    again: eni.status === "Detaching",
    blockers: blockers.map((blocker) => blockerView(situation.language, blocker)),
    warnings: detachWarnings(eni, instance).map((warning) => warningView(situation.language, warning)),
  };
}

export function networkInterfaceRow(found: Found, situation: Situation): NetworkInterfaceRow {
  const subject = subjectOf(found);
  const { networkInterface: eni, instance } = subject;
  const owner = ownersOf(eni)[0];
  const openRequest = situation.openRequest(eni.networkInterfaceId);
  const unattached = found.source.unattachedSince(eni.networkInterfaceId);
  return {
    accountId: eni.accountId,
    accountName: found.source.account.name,
    networkInterfaceId: eni.networkInterfaceId,
    name: eni.name,
    description: eni.description,
    type: eni.type,
    status: eni.status,
    regionId: eni.regionId,
    zoneId: eni.zoneId,
    vpcId: eni.vpcId,
    vSwitchId: eni.vSwitchId,
    primaryPrivateIp: eni.primaryPrivateIp,
    privateIps: eni.privateIps.map(({ address, primary, publicIp }) => ({
      address,
      primary,
      ...(publicIp ? { publicIp: publicIp.address } : {}),
    })),
    ipv6: eni.ipv6,
    macAddress: eni.macAddress,
    securityGroupIds: eni.securityGroupIds,
    instanceId: eni.instanceId,
    instanceName: instance?.name ?? null,
    instanceStatus: instance?.status ?? null,
    deviceIndex: eni.deviceIndex,
    serviceManaged: eni.serviceManaged,
    deleteOnRelease: eni.deleteOnRelease,
    trunkNetworkInterfaceId: eni.trunkNetworkInterfaceId,
    ...(owner ? { owner } : {}),
    tags: eni.tags,
    createdAt: eni.createdAt,
    ...(unattached && eni.status === "Available"
      ? { unattached: { since: isoTime(unattached.seenSince), sawItCome: unattached.sawItCome } }
      : {}),
    detach: detachView(subject, situation),
    ...(openRequest ? { openRequest } : {}),
    observedAt: isoTime(found.observed.observedAt),
  };
}

/** How many ENIs an instance has and how many of them ECS would detach (whoever asks). */
export interface InterfaceCounts {
  all: number;
  detachable: number;
}

export function countsOn(source: ReadableSource, instanceId: string): InterfaceCounts {
  const attached = source.interfacesOn(instanceId);
  const detachable = attached.filter(
    (observed) => detachBlockers(subjectOf({ source, observed })).length === 0,
  );
  return { all: attached.length, detachable: detachable.length };
}

function slotsOf(source: ReadableSource, { instanceId, instanceType }: Instance): InstanceRow["slots"] {
  const all = source.eniQuantityOf(instanceType);
  const free = freeSlots(all, source.interfacesOn(instanceId));
  return all === undefined || free === undefined ? undefined : { all, free };
}

export function instanceRow(source: ReadableSource, { value, observedAt }: Observed<Instance>): InstanceRow {
  const counts = countsOn(source, value.instanceId);
  const slots = slotsOf(source, value);
  return {
    accountId: value.accountId,
    accountName: source.account.name,
    instanceId: value.instanceId,
    name: value.name,
    hostName: value.hostName,
    status: value.status,
    instanceType: value.instanceType,
    cpu: value.cpu,
    memoryMb: value.memoryMb,
    osName: value.osName,
    regionId: value.regionId,
    zoneId: value.zoneId,
    vpcId: value.vpcId,
    vSwitchId: value.vSwitchId,
    primaryPrivateIp: value.primaryPrivateIp,
    publicIps: [...value.publicIps, ...(value.eipAddress === null ? [] : [value.eipAddress])],
    securityGroupIds: value.securityGroupIds,
    operationLocks: value.operationLocks,
    tags: value.tags,
    createdAt: value.createdAt,
    networkInterfaceCount: counts.all,
    detachableCount: counts.detachable,
    ...(slots ? { slots } : {}),
    observedAt: isoTime(observedAt),
  };
}
