import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const MANIFEST = join(import.meta.dirname, "..", "..", ".next", "app-path-routes-manifest.json");

function built(suffix: string): string[] {
  const routes = JSON.parse(readFileSync(MANIFEST, "utf8")) as Record<string, string>;
  return Object.entries(routes)
    .filter(([file]) => file.endsWith(suffix))
    .map(([, route]) => route)
    .sort();
}

/** Every route of the API that the build made, such as `/api/requests/[id]`: what is added later is found too. */
export const apiRoutes = (): string[] => built("/route").filter((route) => route.startsWith("/api/"));

/** Every page, but for Next's own two. */
export const pages = (): string[] => built("/page").filter((route) => !route.startsWith("/_"));

const EXAMPLES: Readonly<Record<string, string>> = {
  "[instanceId]": "i-bp1web10000000000000",
  "[networkInterfaceId]": "eni-bp1web1primary000000",
  "[name]": "nobody-of-this-name",
  "[...unknown]": "no/such/route",
  "[...nextauth]": "session",
};

/** An address of that route that could exist; with what is in `known` for its parts, one that does. */
export function pathOf(route: string, known: Readonly<Record<string, string>> = {}): string {
  const path = route.replace(/\[[^\]]+\]/g, (name) => known[name] ?? EXAMPLES[name] ?? randomUUID());
  const query = route.endsWith("/export") ? "format=csv" : "regionId=cn-hangzhou&on=2026-01-01";
  return `${path}?${query}`;
}
