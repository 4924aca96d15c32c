import { SearchX } from "lucide-react";
import { requestTexts } from "#components/preferences/request-preferences.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";

/** The same words for what does not exist and for what lies outside the reader's scope. */
export async function NotFoundNotice() {
  const t = await requestTexts();
  return (
    <div className="flex min-h-[60dvh] items-center justify-center">
      <EmptyState
        icon={<SearchX aria-hidden />}
        title={<h1>{t("error.notFound.title")}</h1>}
        body={t("error.notFound.body")}
        action={<LinkButton href="/instances">{t("error.notFound.action")}</LinkButton>}
      />
    </div>
  );
}
