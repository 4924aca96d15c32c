import "server-only";
import type { Config } from "#lib/config/config.ts";

/** What somebody may be told of the configuration: no secret, nothing that leads to one, texts of one line. */
export type ConfigurationSummary = Readonly<Record<string, string | number | boolean | null>>;

/** What the configuration amounts to, for the audit log and whoever administers. Keys stay as they are: the log holds them. */
export function configurationSummary(config: Config): ConfigurationSummary {
  return {
    mode: config.mode,
    demo: config.demo,
    publicUrl: config.publicUrl.origin,
    credentials: config.credentials.kind,
    regions: config.regions === "all" ? "all" : config.regions.join(","),
    observeOnly: config.observeOnly,
    ticketRequired: config.ticketRequired,
    ticketPattern: config.ticketPattern?.source ?? null,
    trustedProxies: config.trustedProxies.join(","),
    requestsPerPerson: config.requestsPerPerson,
    requestsPerVpc: config.requestsPerVpc,
    stuckAfterS: config.stuckAfterS,
    settleWindowS: config.settleWindowS,
    sendDeadlineS: config.sendDeadlineS,
    sendLeaseS: config.sendLeaseS,
    ecsAnswerTimeoutS: config.ecsAnswerTimeoutS,
    auditHeadsSigned: config.auditSigningKey !== null,
    auditHeadsTo: config.auditHeadsTo?.kind ?? null,
    auditRetentionDays: config.auditRetentionDays,
    alertWebhook: config.alertWebhook !== null,
    metrics: config.metricsToken !== null,
    openIdIssuer: config.openId?.issuer ?? null,
    egressProxy: config.httpsProxy !== null,
  };
}
