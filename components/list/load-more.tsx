"use client";

import { useEffect, useRef } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";

interface LoadMoreProps {
  hasMore: boolean;
  loading: boolean;
  onMore: () => void;
}

/** The rest of a long list: fetched when its end comes near, or by the button, which works without scrolling. */
export function LoadMore({ hasMore, loading, onMore }: LoadMoreProps) {
  const t = useTexts();
  const end = useRef<HTMLDivElement>(null);
  const more = useRef(onMore);
  useEffect(() => {
    more.current = onMore;
  }, [onMore]);
  useEffect(() => {
    if (!hasMore || loading || !end.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) more.current();
      },
      { rootMargin: "400px" },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasMore, loading]);
  if (!hasMore) return null;
  return (
    <div ref={end} data-print="none" className="flex justify-center border-line border-t p-3">
      <Button size="sm" variant="ghost" pending={loading} onClick={onMore}>
        {t(loading ? "list.loadingMore" : "list.loadMore")}
      </Button>
    </div>
  );
}
