import { existsSync, readFileSync } from "node:fs";
import process from "node:process";
import { z } from "zod";
import { databaseVariables } from "#lib/config/database-variables.ts";
import { readSecretFile, withSecretFiles } from "#lib/config/secret-files.ts";
import { systemClock } from "#lib/core/clock.ts";
import type { StoreAccess, StoreOptions } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** Where the database is, for a command that needs nothing else of the configuration. */
export interface DatabaseSettings {
  url: string;
  ownerUrl: string | null;
  /** A PEM file of further certificate authorities. */
  extraCaFile: string | null;
}

export function stop(status: number, message: string): never {
  console.error(message);
  process.exit(status);
}

/** From `.env` and the environment, as the server reads them; ends the process with 78 when they are wrong. */
export function databaseSettings(): DatabaseSettings {
  if (existsSync(".env")) process.loadEnvFile(".env");
  const names = ["DATABASE_URL", "DATABASE_OWNER_URL"].flatMap((name) => [name, `${name}_FILE`]);
  const chosen = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  const { variables, problems } = withSecretFiles(chosen, readSecretFile);
  const read = z.object(databaseVariables).safeParse(variables);
  const issues = read.success ? [] : read.error.issues;
  const messages = [
    ...problems.map(({ message }) => message),
    ...issues.map(({ path, message }) => `${path.join(".")} ${message}.`),
  ];
  if (!read.success || messages.length > 0) return stop(78, messages.join("\n"));
  return {
    url: read.data.DATABASE_URL.reveal(),
    ownerUrl: read.data.DATABASE_OWNER_URL?.reveal() ?? null,
    extraCaFile: process.env.NODE_EXTRA_CA_CERTS || null,
  };
}

export function storeOptions(settings: DatabaseSettings, access: StoreAccess): StoreOptions {
  const { url, ownerUrl } = settings;
  return { url, ownerUrl, extraCa: extraCa(settings), clock: systemClock, access };
}

export function extraCa({ extraCaFile }: DatabaseSettings): string[] {
  return extraCaFile === null ? [] : [readFileSync(extraCaFile, "utf8")];
}

export function inWords(failure: StoreFailure): string {
  return failure.kind === "unavailable" ? failure.cause : `${failure.constraint} is taken`;
}
