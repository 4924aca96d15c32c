import type { Metadata } from "next";
import { requestTexts } from "#components/preferences/request-preferences.ts";
import { NotFoundNotice } from "#components/shell/not-found-notice.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTexts();
  return { title: t("error.notFound.title") };
}

export default function NotFound() {
  return (
    <main>
      <NotFoundNotice />
    </main>
  );
}
