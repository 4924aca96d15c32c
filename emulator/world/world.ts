import { AddressBooks } from "#emulator/world/address-books.ts";
import { ClientTokens } from "#emulator/world/client-tokens.ts";
import type { EmulatorClock, Pending } from "#emulator/world/clock.ts";
import type { Instance } from "#emulator/world/instance-record.ts";
import type { InstanceType } from "#emulator/world/instance-type-record.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";
import type { SecurityGroup, VSwitch } from "#emulator/world/network-records.ts";
import type { Region } from "#emulator/world/region-record.ts";
import type { Seed } from "#emulator/world/seed-schema.ts";
import { SessionTable } from "#emulator/world/sessions.ts";
import { VersionedTable } from "#emulator/world/versioned-table.ts";

/** The instance an ENI sits on, wherever the record says it: Member ENIs say it in Attachment only. */
export function hostInstanceId(networkInterface: NetworkInterface): string {
  return networkInterface.InstanceId || networkInterface.Attachment?.InstanceId || "";
}

export function primaryIp(networkInterface: NetworkInterface): string {
  const primary =
    networkInterface.PrivateIpSets.find((set) => set.Primary) ?? networkInterface.PrivateIpSets[0];
  return primary?.PrivateIpAddress ?? "";
}

/** One emulated cloud: its resources, its sessions, and the changes that are still to come. */
export class World {
  readonly clock: EmulatorClock;
  readonly accounts: Seed["accounts"];
  readonly regions: ReadonlyMap<string, Region>;
  readonly instanceTypes: ReadonlyMap<string, InstanceType>;
  readonly vpcs: Seed["vpcs"];
  readonly vSwitches: ReadonlyMap<string, VSwitch>;
  readonly securityGroups: ReadonlyMap<string, SecurityGroup>;
  readonly instances: VersionedTable<Instance>;
  readonly networkInterfaces: VersionedTable<NetworkInterface>;
  readonly routeEntries: Seed["routeEntries"];
  readonly eips: Seed["eips"];
  readonly sessions = new SessionTable();
  readonly addresses = new AddressBooks();
  readonly clientTokens = new ClientTokens<object>();
  readonly #transitions = new Map<string, Pending>();

  constructor(seed: Seed, clock: EmulatorClock) {
    this.clock = clock;
    this.accounts = seed.accounts;
    this.regions = new Map(seed.regions.map((region) => [region.RegionId, region]));
    this.instanceTypes = new Map(seed.instanceTypes.map((type) => [type.InstanceTypeId, type]));
    this.vpcs = seed.vpcs;
    this.vSwitches = new Map(seed.vSwitches.map((vSwitch) => [vSwitch.VSwitchId, vSwitch]));
    this.securityGroups = new Map(seed.securityGroups.map((group) => [group.SecurityGroupId, group]));
    this.routeEntries = seed.routeEntries;
    this.eips = seed.eips;
    this.instances = new VersionedTable(clock, seed.instances, {
      id: (instance) => instance.InstanceId,
      partition: (instance) => `${instance.AccountId}/${instance.RegionId}`,
      lists: ({ VpcId, VSwitchId }) => [VpcId, VSwitchId],
      host: () => "",
    });
    this.networkInterfaces = new VersionedTable(clock, seed.networkInterfaces, {
      id: (networkInterface) => networkInterface.NetworkInterfaceId,
      partition: (networkInterface) => `${networkInterface.AccountId}/${networkInterface.RegionId}`,
      lists: ({ VpcId, VSwitchId }) => [VpcId, VSwitchId],
      host: hostInstanceId,
      changed: (before, after) => this.addresses.changed(before, after),
    });
  }

  networkInterfacesOn(instanceId: string): NetworkInterface[] {
    return this.networkInterfaces.hostedBy(instanceId);
  }

  /** Runs a change later; a resource has at most one change ahead of it, the newest. */
  transition(resourceId: string, delayMs: number, change: () => void): void {
    this.cancelTransition(resourceId);
    const pending = this.clock.after(delayMs, () => {
      this.#transitions.delete(resourceId);
      change();
    });
    this.#transitions.set(resourceId, pending);
  }

  hasTransition(resourceId: string): boolean {
    return this.#transitions.has(resourceId);
  }

  cancelTransition(resourceId: string): void {
    this.#transitions.get(resourceId)?.cancel();
    this.#transitions.delete(resourceId);
  }

  /** The world as a seed: load it again and it is the same world, without its pending changes. */
  toSeed(): Seed {
    return {
      accounts: this.accounts,
      regions: [...this.regions.values()],
      instanceTypes: [...this.instanceTypes.values()],
      vpcs: this.vpcs,
      vSwitches: [...this.vSwitches.values()],
      securityGroups: [...this.securityGroups.values()],
      instances: [...this.instances.all()],
      networkInterfaces: [...this.networkInterfaces.all()],
      routeEntries: this.routeEntries,
      eips: this.eips,
    };
  }
}
