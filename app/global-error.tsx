"use client";

import { useEffect } from "react";

interface GlobalErrorProps {
  error: Error & { digest?: string };
  retry: () => void;
}

/**
 * Shown when the root layout itself fails: no preferences and no texts are left to rely on, so it says the same
 * in both languages, and is plain where the styles are missing too.
 */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <html lang="en">
      <head>
        <title>ENI Desk</title>
        <meta name="color-scheme" content="light dark" />
      </head>
      <body>
        <main className="last-resort">
          <h1>ENI Desk could not be shown</h1>
          <p>Nothing was sent to the cloud by this error. Try again; if it stays, tell the administrator.</p>
          <p lang="zh-CN">
            无法显示 ENI Desk。此错误没有向云端发送任何请求。请重试；如仍出现，请联系管理员。
          </p>
          {error.digest ? <p>{error.digest}</p> : null}
          <button type="button" onClick={retry}>
            Retry / 重试
          </button>
        </main>
      </body>
    </html>
  );
}
