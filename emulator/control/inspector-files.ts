import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";

const FOLDER = new URL("../inspector/", import.meta.url);

/** The whole inspector: one page, one script, one stylesheet. */
const FILES: ReadonlyMap<string, readonly [file: string, contentType: string]> = new Map([
  ["/", ["index.html", "text/html;charset=utf-8"]],
  ["/inspector.js", ["inspector.js", "text/javascript;charset=utf-8"]],
  ["/inspector.css", ["inspector.css", "text/css;charset=utf-8"]],
]);

/** Nothing but its own script and stylesheet may run in the page, and no other page may frame it. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/** Answers a GET for one of the inspector's files; false when it is for something else. */
export function sendInspectorFile(method: string, path: string, response: ServerResponse): boolean {
  const entry = FILES.get(path);
  if (method !== "GET" || !entry) return false;
  const [file, contentType] = entry;
  const bytes = readFileSync(new URL(file, FOLDER));
  response.writeHead(200, { ...HEADERS, "content-type": contentType, "content-length": bytes.length });
  response.end(bytes);
  return true;
}
