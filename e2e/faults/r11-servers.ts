import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startBalancer } from "#e2e/faults/balancer.ts";
import { contradictions } from "#e2e/faults/checker.ts";
import { PATIENT, variablesOf } from "#e2e/faults/desk.ts";
import { freePort } from "#e2e/faults/free-port.ts";
import { Person } from "#e2e/faults/person.ts";
import { Lacking, type Run } from "#e2e/faults/promise.ts";
import { ServerProcess } from "#e2e/faults/server-process.ts";
import { withStand } from "#e2e/faults/stand.ts";
import { numbers } from "#e2e/faults/together.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const PEOPLE = 4;
const ECS_MS = 150;
const END_MS = 60_000;

export interface Rolled {
  readonly asked: number;
  readonly violations: readonly string[];
  readonly tookMs: readonly number[];
}

/** Two whole servers behind HAProxy, restarted in turn while people ask. */
export async function rollServers(run: Run, restarts: number): Promise<Rolled> {
  if (!existsSync(join(ROOT, ".next", "BUILD_ID"))) throw new Lacking("whole servers: there is no build");
  return withStand(run, { enis: restarts * 500 + 500 }, async (stand) => {
    const { cloud, ground } = stand;
    const port = await freePort();
    const variables = variablesOf(ground.variables, cloud.url, {
      ...PATIENT,
      NEXTAUTH_URL: `http://localhost:${port}`,
      TRUSTED_PROXIES: "127.0.0.1",
    });
    const servers: ServerProcess[] = [];
    for (const _ of numbers(2)) servers.push(await ServerProcess.start(await freePort(), variables));
    const balancer = await startBalancer(
      ground.folder,
      port,
      servers.map((server) => server.port),
    );
    try {
      const violations: string[] = [];
      const tookMs: number[] = [];
      let asked = 0;
      let isOver = false;
      await cloud.fault({ action: "DetachNetworkInterface" }, { kind: "latency", ms: ECS_MS });
      await sleep(1_000);
      const people: Person[] = [];
      for (const _ of numbers(PEOPLE)) people.push(await Person.signIn(port, "operator"));
      const asking = people.map(async (person) => {
        while (!isOver) {
          const id = await person.ask(cloud.next());
          asked += 1;
          if (!/^[0-9a-f-]{36}$/.test(id)) violations.push(`a person was told: ${id.slice(0, 200)}`);
        }
      });
      const rolling = async () => {
        for (const n of numbers(restarts)) {
          const server = servers[n % servers.length];
          if (server) tookMs.push(await server.roll());
          // Until the balancer has seen it.
          await sleep(600);
        }
      };
      const rolled = rolling().finally(() => {
        isOver = true;
      });
      await Promise.all([rolled, ...asking]);
      await cloud.clearFaults();
      const desk = await stand.desk();
      await desk.settled(END_MS);
      const dump = await desk.dump();
      const other = dump.attempts.filter(({ result }) => result !== "accepted");
      violations.push(
        ...other.map(({ request_id, result, message }) => `request ${request_id}: ${result} (${message})`),
      );
      const calls = await cloud.detaches();
      violations.push(...contradictions(dump, { calls, world: await cloud.world() }));
      return { asked, violations, tookMs };
    } finally {
      await Promise.all([balancer.kill(), ...servers.map((server) => server.kill())]);
    }
  });
}
