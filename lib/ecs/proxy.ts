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

/** Reads the value of HTTPS_PROXY. The sentence of a failure never repeats the value: it may hold a password. */
export function parseProxy(value: string): Result<EgressProxy, string> {
  const url = URL.parse(value);
  const protocol = url?.protocol === "http:" ? "http" : url?.protocol === "https:" ? "https" : null;
  if (
    !url ||
    protocol === null ||
    url.hostname === "" ||
    url.search !== "" ||
    !["", "/"].includes(url.pathname)
  ) {
    return err(
      "The proxy must be http://[user:password@]host[:port] or https://[user:password@]host[:port].",
    );
  }
  const defaultPort = protocol === "http" ? 80 : 443;
  try {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    return ok({
      protocol,
      hostname: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port === "" ? defaultPort : Number(url.port),
      authorization: pair === ":" ? null : `Basic ${Buffer.from(pair).toString("base64")}`,
    });
  } catch {
    return err("The proxy's user name or password is not percent-encoded correctly.");
  }
}
