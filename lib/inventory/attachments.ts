import "server-only";

import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import type { Observed } from "#lib/inventory/observed-rows.ts";

/** An instance, known or only named by its ENIs, and what is attached to it. */
export interface Host {
  /** Account and region, the same text for all of a source. */
  readonly place: string;
  /** Null for the one that stands for "attached to nothing". */
  readonly instanceId: string | null;
  instance: Instance | null;
  interfaces: readonly Observed<NetworkInterface>[];
  /** Of "attached to nothing": since when each has been seen so, in milliseconds since 1970. */
  readonly freeSince?: FreeSince;
}

type FreeSince = (networkInterfaceId: string) => number | undefined;

/** Is told of each change of a row of a source. What is called first is called before anything has changed. */
export interface AttachmentWatcher {
  /** Gives back what is called once it has changed. */
  interfaceChanges(
    before: Observed<NetworkInterface> | undefined,
    after: Observed<NetworkInterface> | undefined,
    host: Host,
  ): () => void;
  /** The instance of these ENIs, or what hangs on them, is another. */
  surroundingsChange(interfaces: readonly Observed<NetworkInterface>[]): () => void;
  instanceChanges(
    before: Observed<Instance> | undefined,
    after: Observed<Instance> | undefined,
    host: Host,
  ): () => void;
}

const NOBODY: AttachmentWatcher = {
  interfaceChanges: () => () => {},
  surroundingsChange: () => () => {},
  instanceChanges: () => () => {},
};

/** Which ENIs are on which instance and which hang on which trunk, kept up row by row. */
export class Attachments {
  readonly #place: string;
  readonly #hosts = new Map<string, Host>();
  readonly #none: Host;
  readonly #members = new Map<string, readonly string[]>();
  readonly #interface: (networkInterfaceId: string) => Observed<NetworkInterface> | undefined;
  watcher: AttachmentWatcher = NOBODY;

  constructor(
    place: string,
    networkInterface: (networkInterfaceId: string) => Observed<NetworkInterface> | undefined,
    freeSince: FreeSince = () => undefined,
  ) {
    this.#place = place;
    this.#interface = networkInterface;
    this.#none = { place, instanceId: null, instance: null, interfaces: [], freeSince };
  }

  /** The ENIs on an instance, in no order. */
  interfacesOn(instanceId: string): readonly Observed<NetworkInterface>[] {
    return this.#hosts.get(instanceId)?.interfaces ?? [];
  }

  /** Ids of the member ENIs that hang on a trunk. */
  membersOf(trunkNetworkInterfaceId: string): readonly string[] {
    return this.#members.get(trunkNetworkInterfaceId) ?? [];
  }

  interfaceChanged(
    before: Observed<NetworkInterface> | undefined,
    after: Observed<NetworkInterface> | undefined,
  ): void {
    const host = this.#hostOf(after?.value.instanceId ?? null);
    const changed = this.watcher.interfaceChanges(before, after, host);
    if (after && host !== this.#none) host.interfaces = [...host.interfaces, after];
    if (before) this.#take(before);
    changed();
    const [trunk, otherTrunk] = [before?.value, after?.value].map(
      (eni) => eni?.trunkNetworkInterfaceId ?? null,
    );
    const id = after?.value.networkInterfaceId ?? before?.value.networkInterfaceId ?? "";
    if (trunk === otherTrunk) return;
    if (trunk)
      this.#setMembers(
        trunk,
        this.membersOf(trunk).filter((each) => each !== id),
      );
    if (otherTrunk) this.#setMembers(otherTrunk, [...this.membersOf(otherTrunk), id]);
  }

  instanceChanged(before: Observed<Instance> | undefined, after: Observed<Instance> | undefined): void {
    const host = this.#hostOf(after?.value.instanceId ?? before?.value.instanceId ?? null);
    const surroundings = this.watcher.surroundingsChange(host.interfaces);
    const changed = this.watcher.instanceChanges(before, after, host);
    host.instance = after?.value ?? null;
    changed();
    surroundings();
    this.#forgetIfEmpty(host);
  }

  #hostOf(instanceId: string | null): Host {
    if (instanceId === null) return this.#none;
    let host = this.#hosts.get(instanceId);
    if (host === undefined) {
      host = { place: this.#place, instanceId, instance: null, interfaces: [] };
      this.#hosts.set(instanceId, host);
    }
    return host;
  }

  #take(observed: Observed<NetworkInterface>): void {
    const { instanceId } = observed.value;
    const host = instanceId === null ? undefined : this.#hosts.get(instanceId);
    if (host === undefined) return;
    host.interfaces = host.interfaces.filter((each) => each !== observed);
    this.#forgetIfEmpty(host);
  }

  #forgetIfEmpty({ instanceId, instance, interfaces }: Host): void {
    if (instanceId !== null && instance === null && interfaces.length === 0) this.#hosts.delete(instanceId);
  }

  #setMembers(trunk: string, members: readonly string[]): void {
    const observed = this.#interface(trunk);
    const changed = this.watcher.surroundingsChange(observed ? [observed] : []);
    if (members.length === 0) this.#members.delete(trunk);
    else this.#members.set(trunk, members);
    changed();
  }
}
