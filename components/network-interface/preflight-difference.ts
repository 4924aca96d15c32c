import type { Preflight } from "#lib/contract/requests.ts";

export interface PreflightDifference {
  /** Sentences or facts that are new since the person looked. */
  added: string[];
  gone: string[];
}

/** What a person agrees to, line by line. Times and tokens are not part of it. */
function agreedFacts({ instance, networkInterface, blockers, warnings, dependencies }: Preflight): string[] {
  return [
    instance ? `${instance.name} (${instance.instanceId}): ${instance.status}` : "–",
    instance?.environment ?? "",
    `${networkInterface.networkInterfaceId}: ${networkInterface.status} (${networkInterface.instanceId ?? "–"})`,
    ...networkInterface.addresses.map(({ address }) => address),
    ...blockers.map(({ message }) => message),
    ...warnings.map(({ message }) => message),
    ...dependencies
      .filter(({ state }) => state === "warning" || state === "blocks")
      .map(({ label, detail }) => (detail ? `${label}: ${detail}` : label)),
  ].filter((fact) => fact !== "");
}

/** How two pre-flights differ in what a person agrees to; null when they do not. */
export function preflightDifference(seen: Preflight, now: Preflight): PreflightDifference | null {
  const before = new Set(agreedFacts(seen));
  const after = new Set(agreedFacts(now));
  const added = [...after].filter((fact) => !before.has(fact));
  const gone = [...before].filter((fact) => !after.has(fact));
  return added.length + gone.length > 0 ? { added, gone } : null;
}
