import { requestTexts } from "#components/preferences/request-preferences.ts";
import { AnchorButton } from "#components/ui/anchor-button.tsx";
import { Padlock } from "#components/ui/drawings.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

/** A page that exists, for someone whose roles do not open it: not empty, not broken, and who can change it. */
export async function NoRightNotice() {
  const t = await requestTexts();
  return (
    <div className="flex min-h-[60dvh] items-center justify-center">
      <EmptyState
        icon={<Padlock />}
        title={<h1>{t("error.noRight.title")}</h1>}
        body={t("error.noRight.body")}
        action={<AnchorButton href="/instances">{t("error.notFound.action")}</AnchorButton>}
      />
    </div>
  );
}
