import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import { requestTexts } from "#components/preferences/request-preferences.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTexts();
  return { title: t("error.notFound.title") };
}

/** The same words for what does not exist and for what lies outside the reader's scope. */
export default async function NotFound() {
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
