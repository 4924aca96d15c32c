import "server-only";

import type { Preflight } from "#lib/contract/requests.ts";
import { isoTime } from "#lib/core/clock.ts";
import type { Actor } from "#lib/domain/actor.ts";
import type { RequestedAction } from "#lib/domain/detach-request.ts";
import type { NetworkInterface, Tag } from "#lib/domain/network-interface.ts";
import { signsInWith } from "#lib/http/account.ts";
import type { Language } from "#lib/i18n/language.ts";
import { policyTexts } from "#lib/i18n/policy-texts.ts";
import { UNCHECKED_DEPENDENCIES } from "#lib/policy/risk-tier.ts";
import { blockerView, warningView } from "#lib/policy/wording.ts";
import type { PreflightAnswer } from "#lib/requests/requests.ts";

/** Tag keys under which people commonly write the environment. */
const ENVIRONMENT_KEYS = ["env", "environment", "stage"];

function environmentOf(...tagLists: (readonly Tag[])[]): string | null {
  const tag = tagLists.flat().find(({ key }) => ENVIRONMENT_KEYS.includes(key.toLowerCase()));
  return tag?.value ?? null;
}

type Address = Preflight["networkInterface"]["addresses"][number];

function addressViews(eni: NetworkInterface): Address[] {
  const privateIps = [...eni.privateIps].sort((a, b) => Number(b.primary) - Number(a.primary));
  return [
    ...privateIps.map(({ address, primary }): Address => ({ address, kind: "private", primary })),
    ...privateIps.flatMap(({ publicIp, primary }): Address[] =>
      publicIp ? [{ address: publicIp.address, kind: "public", primary }] : [],
    ),
    ...eni.ipv6.map((address): Address => ({ address, kind: "ipv6", primary: false })),
    ...[...eni.ipv4Prefixes, ...eni.ipv6Prefixes].map(
      (address): Address => ({ address, kind: "prefix", primary: false }),
    ),
  ];
}

/** What the dialog shows before anyone agrees: who loses what, what stands in the way, and what nobody looked at. */
export function preflightView(
  language: Language,
  accountName: string,
  { assessment, token, stepUp }: PreflightAnswer,
  action: RequestedAction,
  actor: Actor,
): Preflight {
  const text = policyTexts(language);
  const { read, blockers, warnings, tier } = assessment;
  const { networkInterface: eni, observedAt } = read;
  const instance = action === "attach" ? read.askedInstance : read.instance;
  return {
    accountId: eni.accountId,
    accountName,
    regionId: eni.regionId,
    instance: instance
      ? {
          instanceId: instance.instanceId,
          name: instance.name,
          status: instance.status,
          environment: environmentOf(instance.tags, eni.tags),
        }
      : null,
    networkInterface: {
      networkInterfaceId: eni.networkInterfaceId,
      name: eni.name,
      status: eni.status,
      instanceId: eni.instanceId,
      type: eni.type,
      primaryPrivateIp: eni.primaryPrivateIp,
      addresses: addressViews(eni),
    },
    blockers: blockers.map((blocker) => blockerView(language, blocker)),
    warnings: warnings.map((warning) => warningView(language, warning)),
    dependencies: UNCHECKED_DEPENDENCIES.map((kind) => ({
      kind,
      label: text(`dependency.${kind}`),
      state: "not-checked",
      detail: text("dependency.not-checked"),
    })),
    tier,
    stepUp: stepUp ? signsInWith(actor) : null,
    again: eni.status === "Detaching",
    token,
    observedAt: isoTime(observedAt),
  };
}
