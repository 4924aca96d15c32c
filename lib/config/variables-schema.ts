import "server-only";
import { isIP } from "node:net";
import { z } from "zod";
import { auditVariables } from "#lib/config/audit-variables.ts";
import { databaseVariables } from "#lib/config/database-variables.ts";
import { openIdVariables } from "#lib/config/openid-variables.ts";
import { operatingVariables } from "#lib/config/operating-variables.ts";
import { regionIdSchema } from "#lib/core/ids.ts";

const flag = z
  .enum(["1", "true", "0", "false"], { error: "must be 1, true, 0 or false" })
  .transform((text) => text === "1" || text === "true");

const wholeNumber = (min: number, max: number) => {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
};

const url = (message: string) =>
  z.string().transform((text, context) => {
    const parsed = URL.parse(text);
    if (parsed === null) context.addIssue(message);
    return parsed ?? z.NEVER;
  });

const commaList = z.string().transform((text) =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== ""),
);

/** `all`, or `cn-a,cn-b`. By hand: a union's own message would tell of both readings. */
const regionChoice = z.string().transform((text, context): "all" | string[] => {
  if (text === "all") return text;
  const list = z.array(regionIdSchema).min(1).safeParse(commaList.parse(text));
  if (list.success) return list.data;
  context.addIssue("must be all, or region ids separated by commas");
  return z.NEVER;
});

const pattern = z
  .string()
  .max(200, "must be at most 200 characters")
  .transform((text, context) => {
    try {
      return new RegExp(`^(?:${text})$`, "u");
    } catch {
      context.addIssue("is not a regular expression");
      return z.NEVER;
    }
  });

/** Bytes, not characters: the key is derived from the UTF-8 text. */
const sessionSecret = z
  .string({ error: "is missing; make one with: openssl rand -base64 32" })
  .refine(
    (text) => Buffer.byteLength(text) >= 32,
    "must be at least 32 bytes; openssl rand -base64 32 makes one",
  )
  .refine((text) => new Set(text).size >= 10, "repeats too few characters to be random");

const publicUrl = url("must be an address such as https://eni-desk.example.com").refine(
  (value) =>
    /^https?:$/.test(value.protocol) &&
    value.pathname === "/" &&
    value.search + value.hash + value.username === "",
  "must be http(s)://host[:port] without a path",
);

const FAILPOINT = /^([a-z-]+):(kill|stop)(?::([1-9]\d{0,5}))?$/;
const failpoint = z
  .string()
  .regex(FAILPOINT, "must be a point and what happens there, such as after-intent:kill:2")
  .transform((text) => {
    const [, name = "", what, nth = "1"] = FAILPOINT.exec(text) ?? [];
    return { name, signal: what === "kill" ? ("SIGKILL" as const) : ("SIGSTOP" as const), nth: Number(nth) };
  });

/** What holds in both modes. */
export const sharedVariables = z.object({
  ...auditVariables,
  ...databaseVariables,
  ...operatingVariables,
  ...openIdVariables,
  PORT: wholeNumber(0, 65_535).default(3000),
  HOST: z
    .string()
    .refine((text) => text === "localhost" || isIP(text) !== 0, "must be an IP address to listen on")
    .default("127.0.0.1"),
  NEXTAUTH_SECRET: sessionSecret,
  NEXTAUTH_URL: publicUrl.optional(),
  ENI_DESK_REGIONS: regionChoice.default("all"),
  ENI_DESK_OBSERVE_ONLY: flag.default(false),
  ENI_DESK_DEMO: flag.default(false),
  TICKET_PATTERN: pattern.optional(),
  TICKET_REQUIRED: flag.default(false),
  TRUSTED_PROXIES: commaList
    .pipe(z.array(z.string().refine(isNetwork, "must be IP addresses or CIDR blocks separated by commas")))
    .default([]),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      error: "must be trace, debug, info, warn, error, fatal or silent",
    })
    .default("info"),
  STUCK_AFTER_S: wholeNumber(1, 86_400).default(300),
  SETTLE_WINDOW_S: wholeNumber(1, 3_600).default(60),
  SEND_DEADLINE_S: wholeNumber(1, 600).default(30),
  SEND_LEASE_S: wholeNumber(2, 600).default(20),
  ECS_ANSWER_TIMEOUT_S: wholeNumber(1, 60).default(10),
  REQUESTS_PER_PERSON: wholeNumber(0, 100_000).default(100),
  REQUESTS_PER_VPC: wholeNumber(0, 100_000).default(200),
  ENI_DESK_FAILPOINT: failpoint.optional(),
  ENI_DESK_CLOCK_OFFSET_MS: z
    .string()
    .regex(/^-?\d{1,9}$/, "must be milliseconds, such as -600000")
    .transform(Number)
    .default(0),
  HTTPS_PROXY: url("must be http(s)://[user:password@]host[:port]")
    .refine((value) => /^https?:$/.test(value.protocol), "must be http(s)://[user:password@]host[:port]")
    .optional(),
  NODE_EXTRA_CA_CERTS: z.string().optional(),
});

const key = z.string().optional();
const keys = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: key,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: key,
  ALIBABA_CLOUD_SECURITY_TOKEN: key,
};

/** What depends on the cloud that was asked for. */
export const cloudVariables = z.discriminatedUnion(
  "ECS_MODE",
  [
    z.object({
      ECS_MODE: z.literal("emulator"),
      ECS_ENDPOINT: url("must be an address such as http://127.0.0.1:4310")
        .refine(
          isLoopbackOrigin,
          "must be http://127.0.0.1:port or http://[::1]:port; the emulator is local only",
        )
        .default(() => new URL("http://127.0.0.1:4310")),
      ...keys,
    }),
    z.object({
      ECS_MODE: z.literal("alibaba-cloud"),
      ECS_ENDPOINT: z
        .never({ error: "is for the emulator only; the addresses of Alibaba Cloud follow from the region" })
        .optional(),
      ...keys,
      ALIBABA_CLOUD_CREDENTIALS_URI: url("must be an http(s) address")
        .refine((value) => /^https?:$/.test(value.protocol), "must be an http(s) address")
        .optional(),
    }),
  ],
  { error: "must be emulator or alibaba-cloud" },
);

function isNetwork(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

/** Literal addresses only: a name could be made to resolve to another machine. */
function isLoopbackOrigin(value: URL): boolean {
  const loopback = /^127\.\d+\.\d+\.\d+$/.test(value.hostname) || value.hostname === "[::1]";
  const bare = value.pathname === "/" && value.search + value.hash + value.username + value.password === "";
  return loopback && bare && /^https?:$/.test(value.protocol);
}
