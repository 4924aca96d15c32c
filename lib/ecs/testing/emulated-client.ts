import "server-only";
import { systemClock } from "#lib/core/clock.ts";
import { createEcsClient, type EcsClient, type EcsClientOptions } from "#lib/ecs/client.ts";
import { type EcsCredentials, staticCredentials } from "#lib/ecs/credentials.ts";
import { emulatorEndpoints } from "#lib/ecs/endpoints.ts";

export const EMULATOR_KEYS: EcsCredentials = { accessKeyId: "emulator", accessKeySecret: "emulator-secret" };
export const EMULATOR_ACCOUNT_ID = "1000000000000001";

/** A client for whatever answers at a loopback address. */
export function emulatedClient(url: string, options: Partial<EcsClientOptions> = {}): EcsClient {
  const endpoints = emulatorEndpoints(url);
  if (!endpoints.ok) throw new Error(endpoints.error);
  return createEcsClient({
    accountId: EMULATOR_ACCOUNT_ID,
    credentials: staticCredentials(EMULATOR_KEYS),
    endpoints: endpoints.value,
    clock: systemClock,
    ...options,
  });
}
