import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { installed } from "#e2e/faults/tools.ts";

/** One thing that a traced process did to a file or a line, in the order in which the kernel saw it begin (or, for a sync, end). */
export type Deed =
  | { kind: "write"; path: string; offset: number; data: Buffer }
  | { kind: "sync"; path: string }
  | { kind: "truncate"; path: string; length: number }
  | { kind: "unlink"; path: string }
  | { kind: "send"; to: string; data: Buffer }
  | { kind: "receive"; from: string; data: Buffer }
  | { kind: "connect"; to: string };

/** Enough for a database page and for the head of an HTTP message. */
const KEPT_BYTES = 16_384;

const CALLS =
  "pwrite64,pwritev,write,writev,sendto,sendmsg,read,recvfrom,recvmsg,fsync,fdatasync,ftruncate,unlink,unlinkat,connect";

/** What goes before a command to have its deeds written to `file`; strings in hexadecimal, descriptors with their names. */
export async function tracing(file: string): Promise<string[]> {
  const strace = await installed("strace", "strace");
  const options = ["-f", "-qq", "-yy", "-xx", "-s", String(KEPT_BYTES), "--seccomp-bpf"];
  return [strace, ...options, "-e", `trace=${CALLS}`, "-e", "signal=none", "-o", file];
}

/** Reads a trace. A call that ended in an error did nothing. */
export async function* deeds(file: string): AsyncGenerator<Deed> {
  const begun = new Map<string, string>();
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) {
    const [, pid = "", text = ""] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (text.endsWith("<unfinished ...>")) {
      const start = text.slice(0, -"<unfinished ...>".length).trimEnd();
      // What a write has begun with may be on the disk before it returns; a sync counts once it has returned.
      if (isOutgoing(start)) {
        const deed = readDeed(`${start}) = ${Number.MAX_SAFE_INTEGER}`);
        if (deed) yield deed;
      } else begun.set(pid, start);
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(text);
    const whole = resumed ? `${begun.get(pid) ?? ""}${resumed[1]}` : text;
    if (resumed && !begun.delete(pid)) continue;
    const deed = readDeed(whole);
    if (deed) yield deed;
  }
}

const isOutgoing = (text: string) => /^(pwrite64|pwritev|write|writev|sendto|sendmsg|connect)\(/.test(text);

function readDeed(text: string): Deed | null {
  const [, name = "", rest = "", result = ""] = /^(\w+)\((.*)\) += (-?\d+)/.exec(text) ?? [];
  if (name === "" || (result.startsWith("-") && !(name === "connect"))) return null;
  const descriptor = nameIn(/^\d+<(.*?)>(?=[,)])/.exec(`${rest})`)?.[1] ?? "");
  switch (name) {
    case "fsync":
    case "fdatasync":
      return { kind: "sync", path: descriptor };
    case "ftruncate":
      return { kind: "truncate", path: descriptor, length: Number(/, (\d+)$/.exec(rest)?.[1]) };
    case "unlink":
    case "unlinkat":
      return { kind: "unlink", path: stringsIn(rest).map(String)[0] ?? "" };
    case "connect":
      return { kind: "connect", to: /sin_port=htons\((\d+)\)/.exec(rest)?.[1] ?? "" };
    case "pwrite64":
    case "pwritev": {
      const offset = Number(/, (\d+)$/.exec(rest)?.[1]);
      return { kind: "write", path: descriptor, offset, data: Buffer.concat(stringsIn(rest)) };
    }
    case "write":
    case "writev":
    case "sendto":
    case "sendmsg":
      return { kind: "send", to: descriptor, data: Buffer.concat(stringsIn(rest)) };
    case "read":
    case "recvfrom":
    case "recvmsg":
      return descriptor.startsWith("TCP")
        ? { kind: "receive", from: descriptor, data: Buffer.concat(stringsIn(rest)) }
        : null;
    default:
      return null;
  }
}

/** The name of a descriptor; strace writes paths in hexadecimal too. */
function nameIn(text: string): string {
  return text.includes("\\x") ? hex(text).toString() : text;
}

function stringsIn(text: string): Buffer[] {
  return [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, digits = ""]) => hex(digits));
}

function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll("\\x", ""), "hex");
}
