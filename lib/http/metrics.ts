import "server-only";

import { createHash, timingSafeEqual } from "node:crypto";
import type { Secret } from "#lib/config/secret.ts";
import { storeFamilies } from "#lib/http/store-figures.ts";
import { budgetFamilies } from "#lib/metrics/budget-families.ts";
import { exposition, type Family } from "#lib/metrics/exposition.ts";
import type { Services } from "#lib/services.ts";

const startedAtMs = performance.timeOrigin;

/** Whether the caller shows the token. Digests have one length, so the time of the comparison tells nothing. */
export function showsToken(authorization: string | null, token: Secret): boolean {
  const given = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1] ?? "";
  const digest = (text: string) => createHash("sha256").update(text, "utf8").digest();
  return timingSafeEqual(digest(given), digest(token.reveal()));
}

/** What a process is watched by. While the database is away its numbers are left out, and `store_up` says so. */
export async function metricsText(services: Services): Promise<string> {
  const { store, clock, calls } = services;
  const beganMs = performance.now();
  const writable = await store.check();
  const writeSeconds = (performance.now() - beganMs) / 1_000;
  const known = await store.read((db) => storeFamilies(db, clock.now()));
  return exposition([
    ...processFamilies(services),
    gauge("store_up", "1 while a write can be made durable.", writable.ok && known.ok ? 1 : 0),
    gauge("store_write_seconds", "How long a write stood in line and took, measured just now.", writeSeconds),
    ...(store.skewMs === null
      ? []
      : [
          gauge(
            "database_clock_offset_seconds",
            "How far this process's clock is ahead of the database's.",
            store.skewMs / 1_000,
          ),
        ]),
    ...calls.families(performance.now()),
    ...budgetFamilies(services.budget.figures()),
    ...(known.ok ? known.value : []),
  ]);
}

function gauge(name: string, help: string, value: number): Family {
  return { name: `eni_desk_${name}`, type: "gauge", help, samples: [{ value }] };
}

function processFamilies({ config, version, store }: Services): Family[] {
  const labels = { version, mode: config.mode, engine: store.engine, node: process.version };
  return [
    {
      name: "eni_desk_build_info",
      type: "gauge",
      help: "Always 1; the labels say what is running.",
      samples: [{ labels, value: 1 }],
    },
    gauge("start_time_seconds", "When this process started, in seconds since 1970.", startedAtMs / 1_000),
  ];
}
