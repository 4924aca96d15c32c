import "server-only";

/** What openid-client says, in one word for the log: its own sentences quote what was sent. */
const CAUSES: ReadonlyArray<readonly [RegExp, string]> = [
  [/access_denied|login_required|interaction_required|consent_required/, "refused at the provider"],
  [/\bstate\b/i, "state"],
  [/\bnonce\b/i, "nonce"],
  [/pkce|code_verifier/i, "code verifier"],
  [/invalid_grant/, "code not accepted"],
  [/\baud(ience)?\b|\bazp\b/, "audience"],
  [/\biss\b|issuer/, "issuer"],
  [/\balg\b|signature|signed|no matching .*key|valid key/i, "signature"],
  [/expired|\bexp\b|\biat\b|\bnbf\b|too old|in the future/i, "expired"],
  [
    /ECONN|ENOTFOUND|EAI_AGAIN|timed? ?out|socket|certificate|expected 200|openid-configuration/i,
    "provider unreachable",
  ],
];

export function causeOf(error: unknown): string {
  const text = textOf(error);
  return CAUSES.find(([pattern]) => pattern.test(text))?.[1] ?? "not usable";
}

function textOf(error: unknown): string {
  if (error instanceof Error) return `${error.name} ${error.message} ${textOf(Reflect.get(error, "cause"))}`;
  if (typeof error !== "object" || error === null) return typeof error === "string" ? error : "";
  return textOf(Reflect.get(error, "error")) || textOf(Reflect.get(error, "message"));
}
