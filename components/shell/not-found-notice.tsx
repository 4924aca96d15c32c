import { requestTexts } from "#components/preferences/request-preferences.ts";
import { AnchorButton } from "#components/ui/anchor-button.tsx";
import { NothingFound } from "#components/ui/drawings.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

/** The same words for what does not exist and for what lies outside the reader's scope. */
export async function NotFoundNotice() {
  const t = await requestTexts();
  return (
    <div className="flex min-h-[60dvh] items-center justify-center">
      <EmptyState
        icon={<NothingFound />}
        title={<h1>{t("error.notFound.title")}</h1>}
        body={t("error.notFound.body")}
        action={<AnchorButton href="/instances">{t("error.notFound.action")}</AnchorButton>}
      />
    </div>
  );
}
