const SKIPS = [
  "src/middleware:src/middleware:src/middleware:src/middleware:src/middleware",
  "middleware:middleware:middleware:middleware:middleware",
  "proxy:proxy:proxy:proxy:proxy",
];

/** What a framework's own parts say to each other, and what has passed by guards before. */
export const HEADERS: readonly Readonly<Record<string, string>>[] = [
  {},
  { rsc: "1" },
  { rsc: "1", "next-router-prefetch": "1" },
  { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  { rsc: "1", "next-router-segment-prefetch": "/(desk)/instances/__PAGE__" },
  { rsc: "1", "next-router-state-tree": "%5B%22%22%2C%7B%7D%5D" },
  { "x-nextjs-data": "1" },
  { "x-invoke-path": "/instances" },
  { "x-forwarded-host": "elsewhere.example", "x-forwarded-for": "127.0.0.1" },
  ...SKIPS.map((value) => ({ "x-middleware-subrequest": value })),
];

/** Spellings of an address that have passed by guards before. */
export function spellings(path: string): string[] {
  const [, first = "", rest = ""] = /^\/([^/?]*)(.*)$/.exec(path) ?? [];
  const encoded = `%${(first.charCodeAt(0) || 47).toString(16)}${first.slice(1)}`;
  return [
    path,
    `/${first}.rsc${rest}`,
    `/${first}.segments/_tree.segment.rsc`,
    `${path}${path.includes("?") ? "&" : "?"}_rsc=1`,
    `//${first}${rest}`,
    `/.//${first}${rest}`,
    `/x/%2e%2e/${first}${rest}`,
    `/x/../${first}${rest}`,
    `/\\${first}${rest}`,
    `/${encoded}${rest}`,
    `/${first.toUpperCase()}${rest}`,
    `/${first}/${rest}`,
    `/${first}%2f${rest}`,
    `/${first};x=1${rest}`,
    `/_next/data/build/${first}.json`,
    `/en/${first}${rest}`,
  ];
}
