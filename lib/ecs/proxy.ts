import "server-only";
import { err, ok, type Result } from "#lib/core/result.ts";

/** An egress proxy that is asked for a tunnel (CONNECT). */
export interface EgressProxy {
  protocol: "http" | "https";
  hostname: string;
  port: number;
  /** Value of Proxy-Authorization; a secret. */
  authorization: string | null;
}

/**
 * Reads the value of HTTPS_PROXY; a path or query in it means nothing. The sentence of a failure never repeats the
 * value: it may hold a password.
 */
export function parseProxy(value: string): Result<EgressProxy, string> {
  const url = URL.parse(value);
  const protocol = url?.protocol === "http:" ? "http" : url?.protocol === "https:" ? "https" : null;
  if (!url || protocol === null) {
    return err(
      "The proxy must be http://[user:password@]host[:port] or https://[user:password@]host[:port].",
    );
  }
  const pair = `${decode(url.username)}:${decode(url.password)}`;
  const defaultPort = protocol === "http" ? 80 : 443;
  return ok({
    protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? defaultPort : Number(url.port),
    authorization: pair === ":" ? null : `Basic ${Buffer.from(pair).toString("base64")}`,
  });
}

/** A stray percent sign is part of the password, as curl takes it. */
function decode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    const bytes = Buffer.from(encoded.replaceAll("%", ""), "hex");
    return bytes.toString("utf8");
  });
}
