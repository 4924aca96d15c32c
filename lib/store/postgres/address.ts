import "server-only";
import tls from "node:tls";

/** Where a server is and who asks. Holds a password: never printed. */
export interface PostgresAddress {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  /** Null: in the clear. */
  tls: { ca: string[] } | null;
}

/**
 * Reads `postgres://user:password@host:port/database?sslmode=…`; null when it is none. `require` and `verify-full`
 * are the same here: encryption without knowing the other side protects from nobody who matters.
 */
export function postgresAddress(url: string, extraCa: readonly string[]): PostgresAddress | null {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.hostname === "" || parsed.username === "" || parsed.pathname.length < 2) {
    return null;
  }
  const isEncrypted = ["require", "verify-full"].includes(parsed.searchParams.get("sslmode") ?? "");
  return {
    host: parsed.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: Number(parsed.port || 5432),
    database: decodeURIComponent(parsed.pathname.slice(1)),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    tls: isEncrypted ? { ca: [...tls.getCACertificates("default"), ...extraCa] } : null,
  };
}
