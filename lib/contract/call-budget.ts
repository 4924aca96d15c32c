/** Calls to ECS of one account, region and action, against what ENI Desk allows itself: half of what ECS takes. */
export interface CallBudgetRow {
  accountId: string;
  /** Null for the calls that belong to no region. */
  regionId: string | null;
  action: string;
  /** Calls of this process in the last 60 seconds. */
  used: number;
  allowed: number;
  /** Until when walks hold back because ECS throttled; ISO 8601, null when they don't. */
  backOffUntil: string | null;
}
