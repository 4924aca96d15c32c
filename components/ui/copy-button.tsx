"use client";

import { useEffect, useRef, useState } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Check, Copy, TriangleAlert } from "#components/ui/icons.tsx";

const SHOWN_FOR_MS = 2_000;

interface CopyButtonProps {
  value: string;
  /** The whole name, such as "Copy RequestId". */
  label: string;
  className?: string | undefined;
}

export function CopyButton({ value, label, className }: CopyButtonProps) {
  const t = useTexts();
  const [result, setResult] = useState<"copied" | "failed" | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy() {
    // The clipboard is missing on plain HTTP and refused without permission: then people are told, not left guessing.
    const copied = await writeClipboard(value);
    setResult(copied ? "copied" : "failed");
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setResult(null), SHOWN_FOR_MS);
  }
  const said = result === "copied" ? t("ui.copied") : result === "failed" ? t("ui.copy.failed") : "";
  return (
    <span data-print="none" className="inline-flex items-center">
      <IconButton
        label={label}
        className={className ?? "size-6 [&_svg]:size-3.5"}
        onClick={() => {
          void copy();
        }}
      >
        {result === "copied" ? <Check className="text-success-text" /> : null}
        {result === "failed" ? <TriangleAlert className="text-warning-text" /> : null}
        {result === null ? <Copy /> : null}
      </IconButton>
      <span role="status" className="sr-only">
        {said}
      </span>
    </span>
  );
}

async function writeClipboard(text: string): Promise<boolean> {
  if (!navigator.clipboard) return false;
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}
