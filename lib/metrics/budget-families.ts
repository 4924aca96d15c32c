import "server-only";
import type { Family, Sample } from "#lib/metrics/exposition.ts";

/** What is told of one account, region and action. */
interface BudgetFigure {
  accountId: string;
  regionId: string | null;
  action: string;
  allowed: number;
  backOffMs: number;
}

/** What of the calls is ours, and where walks hold back. */
export function budgetFamilies(figures: readonly BudgetFigure[]): Family[] {
  const samples = (value: (figure: BudgetFigure) => number): Sample[] =>
    figures.map((figure) => ({
      labels: { account: figure.accountId, action: figure.action, region: figure.regionId ?? "" },
      value: value(figure),
    }));
  return [
    {
      name: "eni_desk_ecs_calls_allowed",
      type: "gauge",
      help: "Calls to ECS that this process allows itself in 60 seconds: half of what ECS takes.",
      samples: samples(({ allowed }) => allowed),
    },
    {
      name: "eni_desk_ecs_backoff_seconds",
      type: "gauge",
      help: "How long walks still hold back because ECS throttled; 0 when they don't.",
      samples: samples(({ backOffMs }) => backOffMs / 1_000),
    },
  ];
}
