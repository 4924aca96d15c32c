import type { RequestedAction } from "#lib/domain/detach-request.ts";
import { type ActingParty, type EcsErrorCode, findCatalogueEntry } from "#lib/domain/ecs-error-catalogue.ts";
import { ecsAttachErrors as ecsAttachErrorsEn } from "#lib/i18n/en/ecs-attach-errors.ts";
import { ecsErrors as ecsErrorsEn } from "#lib/i18n/en/ecs-errors.ts";
import type { Language } from "#lib/i18n/language.ts";
import { ecsAttachErrors as ecsAttachErrorsZh } from "#lib/i18n/zh/ecs-attach-errors.ts";
import { ecsErrors as ecsErrorsZh } from "#lib/i18n/zh/ecs-errors.ts";

/** Two sentences in our words; ECS's own message is shown beside them, never replaced. */
export interface EcsErrorTexts {
  meaning: string;
  nextStep: string;
}

const TEXTS: Record<Language, Record<EcsErrorCode, EcsErrorTexts>> = { en: ecsErrorsEn, zh: ecsErrorsZh };

type AttachErrorCode = keyof typeof ecsAttachErrorsEn;
const ATTACH_TEXTS: Record<Language, Readonly<Record<AttachErrorCode, EcsErrorTexts>>> = {
  en: ecsAttachErrorsEn,
  zh: ecsAttachErrorsZh,
};

const PARTIES: Record<Language, Record<ActingParty, string>> = {
  en: {
    you: "you",
    "ram-administrator": "the RAM administrator of the account",
    owner: "the owner of the account, the instance or the service behind the ENI",
    "eni-desk-administrator": "whoever runs ENI Desk",
    "alibaba-cloud": "Alibaba Cloud",
  },
  zh: {
    you: "您",
    "ram-administrator": "账号的 RAM 管理员",
    owner: "账号、实例或弹性网卡所属服务的所有者",
    "eni-desk-administrator": "ENI Desk 管理员",
    "alibaba-cloud": "阿里云",
  },
};

const UNLISTED: Record<Language, EcsErrorTexts> = {
  en: {
    meaning: "ENI Desk has no explanation of this code. What ECS itself says counts.",
    nextStep: "Read ECS's message, and look the code up in the API Error Center with the RequestId at hand.",
  },
  zh: {
    meaning: "ENI Desk 没有收录此错误码，请以 ECS 的原文为准。",
    nextStep: "请阅读 ECS 的原文，并凭 RequestId 在 API 错误中心查询该错误码。",
  },
};

export function ecsErrorTexts(language: Language): Record<EcsErrorCode, EcsErrorTexts> {
  return TEXTS[language];
}

export function ecsAttachErrorTexts(language: Language): Readonly<Record<AttachErrorCode, EcsErrorTexts>> {
  return ATTACH_TEXTS[language];
}

function isAttachErrorCode(code: string): code is AttachErrorCode {
  return Object.hasOwn(ecsAttachErrorsEn, code);
}

export interface EcsErrorExplanation extends EcsErrorTexts {
  /** In words of the language. */
  whoActs: string;
  /** False for a code that is in no documented table; the texts then point to ECS's own message. */
  listed: boolean;
}

/**
 * What a code of ECS means for this action, in the person's language. What only an attach can meet is about what the
 * instance has room for, which is its owner's to change.
 */
export function explainEcsError(
  language: Language,
  code: string,
  action: RequestedAction,
): EcsErrorExplanation {
  const entry = findCatalogueEntry(code);
  if (action === "attach" && isAttachErrorCode(code)) {
    const whoActs = PARTIES[language][entry?.whoActs ?? "owner"];
    return { ...ATTACH_TEXTS[language][code], whoActs, listed: true };
  }
  if (!entry) return { ...UNLISTED[language], whoActs: PARTIES[language].you, listed: false };
  return { ...TEXTS[language][entry.code], whoActs: PARTIES[language][entry.whoActs], listed: true };
}
