import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Child } from "#e2e/faults/child.ts";
import { installed } from "#e2e/faults/tools.ts";

/** HAProxy in front of some servers: it asks /api/ready whether they are there, and repeats no POST that has left. */
export async function startBalancer(
  folder: string,
  port: number,
  servers: readonly number[],
): Promise<Child> {
  const haproxy = await installed("haproxy", "haproxy");
  const file = join(folder, "haproxy.cfg");
  const lines = [
    "global",
    "defaults",
    "  mode http",
    "  timeout connect 2s",
    "  timeout client 30s",
    "  timeout server 30s",
    "  timeout http-request 10s",
    "  option redispatch",
    "  retries 3",
    // Only what never reached a server is tried elsewhere.
    "  retry-on conn-failure",
    "frontend people",
    `  bind 127.0.0.1:${port}`,
    "  option forwardfor",
    "  default_backend desks",
    "backend desks",
    "  option httpchk",
    `  http-check send meth GET uri /api/ready hdr Host localhost:${port}`,
    "  http-check expect status 200",
    ...servers.map((its) => `  server desk-${its} 127.0.0.1:${its} check inter 200ms fall 1 rise 1`),
    "",
  ];
  writeFileSync(file, lines.join("\n"));
  return new Child({ command: haproxy, args: ["-db", "-f", file] });
}
