import { createRequire } from "node:module";

const load = createRequire(import.meta.url);

/** A model class of the vendor's package: wire names and types of its fields. */
type Model = {
  names(): Record<string, string>;
  types(): Record<string, FieldType>;
};
type FieldType = string | Model | { type: "array"; itemType: FieldType };

/** The answer's model, from which every key and type follows. */
export function answerModel(action: string): Model {
  const ecs: Record<string, Model | undefined> = load("@alicloud/ecs20140526");
  const model = ecs[`${action}ResponseBody`];
  if (!model) throw new Error(`the vendor's package has no model of the answer of ${action}`);
  return model;
}

export type Comparison = {
  /** Keys that no model has, and values of another type than the model's. */
  readonly problems: string[];
  /** Keys of the model that were answered at least once; `[]` stands for any row. */
  readonly seen: Set<string>;
  /** Keys of the model that some object lacked. An empty object stands for something that is not there, and lacks nothing. */
  readonly missing: Set<string>;
};

/** Walks one answer along its model. */
export function compare(model: Model, answer: unknown, into: Comparison, path = ""): void {
  if (typeof answer !== "object" || answer === null || Array.isArray(answer)) {
    into.problems.push(`${path || "(answer)"} is not an object`);
    return;
  }
  const types = new Map(Object.entries(model.names()).map(([field, wire]) => [wire, model.types()[field]]));
  const entries = Object.entries(answer);
  if (entries.length > 0) {
    const answered = new Set(entries.map(([key]) => key));
    for (const key of types.keys()) if (!answered.has(key)) into.missing.add(path ? `${path}.${key}` : key);
  }
  for (const [key, value] of entries) {
    const type = types.get(key);
    const at = path ? `${path}.${key}` : key;
    if (type === undefined) into.problems.push(`${at} is not in the model`);
    else {
      into.seen.add(at);
      compareField(type, value, into, at);
    }
  }
}

function compareField(type: FieldType, value: unknown, into: Comparison, at: string): void {
  if (typeof type === "string") {
    if (typeof value !== type) into.problems.push(`${at} is a ${typeof value}, the model says ${type}`);
  } else if ("itemType" in type) {
    if (!Array.isArray(value)) into.problems.push(`${at} is not a list`);
    else for (const item of value) compareField(type.itemType, item, into, `${at}[]`);
  } else compare(type, value, into, at);
}

/** Every key a model knows, in the spelling of `Comparison.seen`. */
export function allKeys(model: Model, path = ""): string[] {
  return Object.entries(model.names()).flatMap(([field, wire]) => {
    const at = path ? `${path}.${wire}` : wire;
    return [at, ...keysBelow(model.types()[field], at)];
  });
}

function keysBelow(type: FieldType | undefined, at: string): string[] {
  if (type === undefined || typeof type === "string") return [];
  return "itemType" in type ? keysBelow(type.itemType, `${at}[]`) : allKeys(type, at);
}
