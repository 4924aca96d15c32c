import { generateKeyPairSync } from "node:crypto";
import { appendEvent } from "#lib/audit/append-event.ts";
import type { NewAuditEvent } from "#lib/audit/audit-event.ts";
import { type AuditLog, createAuditLog } from "#lib/audit/audit-log.ts";
import { type SigningKey, signingKey } from "#lib/audit/signing-key.ts";
import { type TemporaryStore, temporaryStore, valueIn } from "#lib/store/temporary-store.test-data.ts";

export function sampleEvent(change: Partial<NewAuditEvent> = {}): NewAuditEvent {
  return {
    actor: { issuer: "local", subject: "u-1", name: "operator", roles: ["operator"] },
    action: "request.asked",
    result: "ok",
    target: {
      accountId: "1234567890123456",
      regionId: "cn-hangzhou",
      instanceId: "i-bp1aaaaaaaa",
      networkInterfaceId: "eni-bp1aaaaaaaa",
    },
    reason: "replaced by a larger one",
    request: "req-1",
    correlationId: "c-1",
    ...change,
  };
}

export interface SampleLog extends TemporaryStore {
  audit: AuditLog;
}

/** A log with these events, one second apart. */
export async function logOf(events: readonly NewAuditEvent[]): Promise<SampleLog> {
  const made = await temporaryStore();
  const { store, clock } = made;
  valueIn(
    await store.write(async (tx) => {
      for (const event of events) {
        await appendEvent(tx, clock, event);
        clock.advance(1_000);
      }
    }),
  );
  return { ...made, audit: createAuditLog({ store, clock }) };
}

/** Further events, all at the same time. */
export async function appendMany({ store, clock }: SampleLog, count: number): Promise<void> {
  valueIn(
    await store.write(async (tx) => {
      for (let n = 0; n < count; n += 1) await appendEvent(tx, clock, sampleEvent());
    }),
  );
}

export interface TestKey {
  key: SigningKey;
  publicPem: string;
}

export function newKey(): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const pem = String(privateKey.export({ type: "pkcs8", format: "pem" }));
  return { key: signingKey(pem), publicPem: String(publicKey.export({ type: "spki", format: "pem" })) };
}
