import { Lock } from "lucide-react";
import { requestTexts } from "#components/preferences/request-preferences.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";

/** A page that exists, for someone whose roles do not open it: not empty, not broken, and who can change it. */
export async function NoRightNotice() {
  const t = await requestTexts();
  return (
    <div className="flex min-h-[60dvh] items-center justify-center">
      <EmptyState
        icon={<Lock aria-hidden />}
        title={<h1>{t("error.noRight.title")}</h1>}
        body={t("error.noRight.body")}
        action={<LinkButton href="/instances">{t("error.notFound.action")}</LinkButton>}
      />
    </div>
  );
}
