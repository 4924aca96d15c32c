"use client";

import { PageError, type PageErrorProps } from "#components/shell/page-error.tsx";

/** Inside the frame: navigation stays. */
export default function ErrorPage(props: PageErrorProps) {
  return <PageError {...props} />;
}
