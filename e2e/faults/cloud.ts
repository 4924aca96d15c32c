import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Child } from "#e2e/faults/child.ts";
import { control } from "#emulator/testing/control-client.ts";

/** One call that changes something as the emulator's journal keeps it: what really arrived, whatever anybody was told. */
export interface Call {
  readonly seq: number;
  readonly action: string;
  readonly at: string;
  readonly params: Readonly<Record<string, string>>;
  readonly httpStatus: number;
  readonly code?: string;
  readonly requestId: string;
  readonly applied: boolean;
  readonly faults: readonly string[];
}

/** An ENI that nothing stands in the way of detaching. */
export interface Target {
  readonly accountId: string;
  readonly regionId: string;
  readonly instanceId: string;
  readonly networkInterfaceId: string;
  readonly address: string;
}

export interface Standing {
  readonly status: string;
  readonly instanceId: string;
}

interface Row {
  AccountId: string;
  RegionId: string;
  InstanceId: string;
  NetworkInterfaceId: string;
  Type: string;
  Status: string;
  PrivateIpSets: { PrivateIpAddress: string; Primary: boolean }[];
}

const HOUSE = join(import.meta.dirname, "emulator.ts");

/** An emulator in a process of its own, with a fleet of ENIs that are each given out once. */
export class Cloud {
  readonly url: string;
  readonly port: number;
  readonly #child: Child;
  readonly #targets: Target[];

  private constructor(child: Child, port: number, targets: Target[]) {
    this.#child = child;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.#targets = targets;
  }

  static async start(settings: {
    enis: number;
    randomSeed: number;
    detachMs?: number;
    detachesPerMinute?: number;
  }): Promise<Cloud> {
    const child = new Child({ args: [HOUSE, JSON.stringify({ detachMs: 100, ...settings })] });
    const port = await child.port();
    const rows = await readWorld(`http://127.0.0.1:${port}`);
    const targets = rows
      .filter(({ Type, Status }) => Type === "Secondary" && Status === "InUse")
      .map((row) => ({
        accountId: row.AccountId,
        regionId: row.RegionId,
        instanceId: row.InstanceId,
        networkInterfaceId: row.NetworkInterfaceId,
        address: row.PrivateIpSets.find(({ Primary }) => Primary)?.PrivateIpAddress ?? "",
      }));
    return new Cloud(child, port, targets.reverse());
  }

  /** An ENI that nobody has had yet. */
  next(): Target {
    const target = this.#targets.pop();
    if (!target) throw new Error("the fleet has no ENI left");
    return target;
  }

  detaches(): Promise<readonly Call[]> {
    return this.#calls("DetachNetworkInterface");
  }

  attaches(): Promise<readonly Call[]> {
    return this.#calls("AttachNetworkInterface");
  }

  async #calls(action: string): Promise<readonly Call[]> {
    const answer = (await control(this.url, "GET", `/journal?action=${action}`)) as { calls: Call[] };
    return answer.calls;
  }

  /** Where every ENI stands now. */
  async world(): Promise<ReadonlyMap<string, Standing>> {
    const rows = await readWorld(this.url);
    return new Map(
      rows.map(({ NetworkInterfaceId, Status, InstanceId }) => [
        NetworkInterfaceId,
        { status: Status, instanceId: InstanceId },
      ]),
    );
  }

  /** Strikes the next detach of one ENI, once; or every call of an action. */
  async fault(
    match: { action?: string; networkInterfaceId?: string },
    fault: Readonly<Record<string, unknown>>,
    more: { times?: number; probability?: number } = {},
  ): Promise<string> {
    const { id } = (await control(this.url, "POST", "/faults", { match, fault, ...more })) as { id: string };
    return id;
  }

  async clearFaults(): Promise<void> {
    await control(this.url, "DELETE", "/faults");
  }

  /** A change by somebody else; false when ECS would have refused it. */
  async outside(
    action: "DetachNetworkInterface" | "AttachNetworkInterface",
    target: Target,
  ): Promise<boolean> {
    const { regionId: RegionId, instanceId: InstanceId, networkInterfaceId: NetworkInterfaceId } = target;
    const params = { action, RegionId, InstanceId, NetworkInterfaceId };
    return control(this.url, "POST", "/outside", params).then(
      () => true,
      (cause: unknown) => {
        if (cause instanceof Error && cause.message.startsWith("409")) return false;
        throw cause;
      },
    );
  }

  /** Waits until a detach of this ENI has arrived. */
  async arrived(networkInterfaceId: string, withinMs: number): Promise<boolean> {
    for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(10)) {
      const calls = await this.detaches();
      if (calls.some(({ params }) => params.NetworkInterfaceId === networkInterfaceId)) return true;
    }
    return false;
  }

  async stop(): Promise<void> {
    await this.#child.kill();
  }
}

async function readWorld(url: string): Promise<Row[]> {
  const { networkInterfaces } = (await control(url, "GET", "/world")) as { networkInterfaces: Row[] };
  return networkInterfaces;
}
