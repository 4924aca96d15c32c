import { requestTexts } from "#components/preferences/request-preferences.ts";
import { Alert } from "#components/ui/alert.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { ResourceId } from "#components/ui/resource-id.tsx";
import type { SourceView } from "#lib/contract/inventory.ts";

interface ReadFailureNoticeProps {
  title: string;
  problem: NonNullable<SourceView["problem"]>;
}

/** ECS could not be read: the frame stays, and what ECS said is shown with its code and RequestId. */
export async function ReadFailureNotice({ title, problem }: ReadFailureNoticeProps) {
  const t = await requestTexts();
  const facts = [
    ...(problem.code ? [{ term: t("problem.code"), value: <code>{problem.code}</code> }] : []),
    ...(problem.requestId
      ? [{ term: t("problem.requestId"), value: <ResourceId id={problem.requestId} /> }]
      : []),
  ];
  return (
    <>
      <PageHeader title={title} />
      <Alert tone="danger" title={problem.message} action={<LinkButton href="">{t("ui.retry")}</LinkButton>}>
        {facts.length > 0 ? <DescriptionList items={facts} /> : null}
      </Alert>
    </>
  );
}
