import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { NameValue } from "#emulator/pipeline/encoding.ts";

/** Parameters of the gateway, which no action sees. */
const COMMON_PARAMETERS = new Set([
  "Action",
  "Version",
  "Format",
  "AccessKeyId",
  "Signature",
  "SignatureMethod",
  "SignatureVersion",
  "SignatureNonce",
  "SignatureType",
  "Timestamp",
  "SecurityToken",
]);

/** What an action was asked with, read in the ways RPC requests spell lists. */
export class Parameters {
  readonly #values: ReadonlyMap<string, string>;

  constructor(pairs: readonly NameValue[]) {
    this.#values = new Map(pairs);
  }

  /** The value, or undefined when absent or empty: ECS treats both alike. */
  get(name: string): string | undefined {
    return this.#values.get(name) || undefined;
  }

  require(name: string): string {
    const value = this.get(name);
    if (value === undefined) {
      throw ecsError("MissingParameter", {
        message: `The input parameter "${name}" that is mandatory for processing this request is not supplied.`,
      });
    }
    return value;
  }

  /** `Name.1=a&Name.2=b`, in order of the numbers. */
  list(name: string): string[] {
    return this.#numbered(name)
      .map((number) => this.get(`${name}.${number}`))
      .filter((value) => value !== undefined);
  }

  /** One parameter that holds a JSON array of strings; undefined when absent. */
  jsonList(name: string): string[] | undefined {
    const text = this.get(name);
    if (text === undefined) return undefined;
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      throw invalid(name, "is not a JSON array");
    }
    if (!Array.isArray(parsed) || !parsed.every((item) => typeof item === "string")) {
      throw invalid(name, "is not a JSON array of strings");
    }
    return parsed;
  }

  /** `Tag.N.Key` with `Tag.N.Value`; without a value any value matches. */
  tags(): { key: string; value: string | undefined }[] {
    return this.#numbered("Tag").flatMap((number) => {
      const key = this.get(`Tag.${number}.Key`) ?? this.get(`Tag.${number}.key`);
      const value = this.get(`Tag.${number}.Value`) ?? this.get(`Tag.${number}.value`);
      return key === undefined ? [] : [{ key, value }];
    });
  }

  integer(name: string): number | undefined {
    const text = this.get(name);
    if (text === undefined) return undefined;
    if (!/^-?\d{1,9}$/.test(text)) throw invalid(name, "is not an integer");
    return Number(text);
  }

  boolean(name: string): boolean | undefined {
    const text = this.get(name)?.toLowerCase();
    if (text === undefined) return undefined;
    if (text !== "true" && text !== "false") throw invalid(name, "is neither true nor false");
    return text === "true";
  }

  /** The action's own parameters, for the journal: no signature, no token. */
  forJournal(): Record<string, string> {
    return Object.fromEntries([...this.#values].filter(([name]) => !COMMON_PARAMETERS.has(name)));
  }

  #numbered(name: string): number[] {
    const numbers = new Set<number>();
    for (const key of this.#values.keys()) {
      if (!key.startsWith(`${name}.`)) continue;
      const number = Number(key.slice(name.length + 1).split(".")[0]);
      if (Number.isInteger(number)) numbers.add(number);
    }
    return [...numbers].sort((left, right) => left - right);
  }
}

function invalid(name: string, why: string) {
  return ecsError("InvalidParameter", { message: `The specified parameter "${name}" ${why}.` });
}
