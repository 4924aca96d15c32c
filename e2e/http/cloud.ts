import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";

/** Longer than any of these tests: a detach that was accepted stays under way. */
const DETACH_MS = 600_000;

type Row = Readonly<Record<string, unknown>>;

export interface Sent {
  readonly requestId: string;
  readonly params: Readonly<Record<string, string>>;
}

interface Journaled extends Sent {
  readonly action: string;
}

/** What a body of `POST /api/requests` asks for. */
export interface Ask {
  readonly action: "detach";
  readonly regionId: string;
  readonly instanceId: string;
  readonly networkInterfaceId: string;
  readonly reason: string;
}

/** An emulator in this process, on a port of its own. */
export class Cloud {
  #emulator: RunningEmulator;
  #taken = 0;

  private constructor(emulator: RunningEmulator) {
    this.#emulator = emulator;
  }

  static async start(): Promise<Cloud> {
    return new Cloud(await startEmulator({ detachMs: DETACH_MS }));
  }

  get url(): string {
    return this.#emulator.url;
  }

  /** Every DetachNetworkInterface that arrived for this ENI, or for any. */
  detaches(networkInterfaceId?: string): Promise<readonly Sent[]> {
    return this.#sent("DetachNetworkInterface", networkInterfaceId);
  }

  /** Every AttachNetworkInterface that arrived for this ENI. */
  attaches(networkInterfaceId: string): Promise<readonly Sent[]> {
    return this.#sent("AttachNetworkInterface", networkInterfaceId);
  }

  /** Lets a detach that is under way be over. */
  async letGo(networkInterfaceId: string): Promise<void> {
    await control(this.url, "PATCH", `/world/network-interfaces/${networkInterfaceId}`, {
      Status: "Available",
      InstanceId: "",
    });
  }

  async #sent(action: string, networkInterfaceId?: string): Promise<readonly Sent[]> {
    const answer = await control(this.url, "GET", `/journal?action=${action}`);
    const { calls } = answer as { calls: Sent[] };
    return calls.filter(
      ({ params }) => networkInterfaceId === undefined || params.NetworkInterfaceId === networkInterfaceId,
    );
  }

  /**
   * Calls that a wish for this ENI could have caused: all that change something, and all that name the ENI.
   * Others come at any time, since regions are read and requests are followed whatever a test does.
   */
  async callsFor(networkInterfaceId: string): Promise<readonly string[]> {
    const { calls } = (await control(this.url, "GET", "/journal")) as { calls: Journaled[] };
    return calls
      .filter(
        ({ action, params }) =>
          !/^(Describe|AssumeRole)/.test(action) || JSON.stringify(params).includes(networkInterfaceId),
      )
      .map(({ action, requestId }) => `${action} ${requestId}`);
  }

  async fault(networkInterfaceId: string, fault: Row): Promise<void> {
    const match = { action: "DetachNetworkInterface", networkInterfaceId };
    await control(this.url, "POST", "/faults", { match, fault });
  }

  async nameInterface(networkInterfaceId: string, name: string): Promise<void> {
    await control(this.url, "PATCH", `/world/network-interfaces/${networkInterfaceId}`, {
      NetworkInterfaceName: name,
    });
  }

  /** Sets fields of one ENI or instance, as ECS calls them. */
  async patch(what: "network-interfaces" | "instances", id: string, fields: Row): Promise<void> {
    await control(this.url, "PATCH", `/world/${what}/${id}`, fields);
  }

  /** A detach that nothing stands in the way of, of an ENI that no other test has had. */
  async nextAsk(): Promise<Ask> {
    const [, ...enis] = await this.#plainInterfaces();
    return askFor(enis[this.#taken++], enis.length);
  }

  /** The same of one ENI that is kept for wishes that must come to nothing: it is never detached. */
  async refusedAsk(): Promise<Ask> {
    const enis = await this.#plainInterfaces();
    return askFor(enis[0], enis.length);
  }

  /** Secondary, on a Running instance, with one address and nothing that warns about them. */
  async #plainInterfaces(): Promise<readonly Row[]> {
    const world = (await control(this.url, "GET", "/world")) as {
      instances: Row[];
      networkInterfaces: Row[];
    };
    const running = new Set(
      world.instances.filter(({ Status }) => Status === "Running").map(({ InstanceId }) => InstanceId),
    );
    return world.networkInterfaces.filter(
      ({ Type, InstanceId, PrivateIpSets, Tags }) =>
        Type === "Secondary" &&
        running.has(InstanceId) &&
        rows(PrivateIpSets).length === 1 &&
        rows(Tags).some(({ TagKey }) => TagKey === "service"),
    );
  }

  async stop(): Promise<void> {
    await this.#emulator.close();
  }
}

function askFor(eni: Row | undefined, all: number): Ask {
  if (!eni) throw new Error(`the fleet has only ${all} such ENIs`);
  return {
    action: "detach",
    regionId: String(eni.RegionId),
    instanceId: String(eni.InstanceId),
    networkInterfaceId: String(eni.NetworkInterfaceId),
    reason: "asked by a test of the HTTP side",
  };
}

function rows(value: unknown): readonly Row[] {
  return Array.isArray(value) ? value : [];
}
