import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { Parameters } from "#emulator/pipeline/parameters.ts";

/** Languages that AcceptLanguage knows; those we have no names for are answered in English. */
const LANGUAGES = new Set(["zh-CN", "en-US", "ja"]);

/** Chinese when nothing is said. */
export function languageOf(params: Parameters): "zh-CN" | "en-US" {
  const asked = params.get("AcceptLanguage") ?? "zh-CN";
  if (!LANGUAGES.has(asked)) throw ecsError("InvalidAcceptLanguage.NotFound");
  return asked === "zh-CN" ? "zh-CN" : "en-US";
}
