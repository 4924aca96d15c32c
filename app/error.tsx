"use client";

import { PageError, type PageErrorProps } from "#components/shell/page-error.tsx";

/** For pages outside the signed-in area, and for that area's own layout. */
export default function ErrorPage(props: PageErrorProps) {
  return (
    <main className="px-4">
      <PageError {...props} />
    </main>
  );
}
