import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { AccessReview } from "#components/people/access-review.tsx";
import { requestPreferences, requestTexts } from "#components/preferences/request-preferences.ts";
import { NoRightNotice } from "#components/shell/no-right-notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { dayOf } from "#lib/format/day-bounds.ts";
import { readAccessReview, reviewQuerySchema } from "#lib/http/access-review.ts";
import { type PageProps, pageOrigin, pageQuery, pageViewer } from "#lib/http/page.ts";
import { mayDo } from "#lib/policy/permissions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTexts())("review.title") };
}

const daySchema = reviewQuerySchema.pick({ on: true }).partial();

export default async function AccessReviewPage({ searchParams }: PageProps) {
  const { actor, services } = await pageViewer();
  if (!mayDo(actor.roles, "access.review")) return <NoRightNotice />;
  const t = await requestTexts();
  const { timeZone } = await requestPreferences();
  const { on = dayOf(services.clock.now(), timeZone) } = pageQuery(await searchParams, daySchema);
  const reader = { actor, from: await pageOrigin(), correlationId: randomUUID() };
  const review = await readAccessReview(services, reader, on, timeZone);
  if (!review.ok) throw new Error("the access review can't be made");
  return (
    <>
      <PageHeader title={t("review.title")} />
      <AccessReview on={on} review={review.value} />
    </>
  );
}
