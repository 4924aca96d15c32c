import { classNames } from "#components/ui/class-names.ts";

interface NameTextProps {
  text: string;
  className?: string | undefined;
}

/**
 * Text that strangers wrote (names, tags, descriptions): isolated, so that its direction stays its own, cut to one line
 * with the whole of it in the title. At most 500 characters reach the page; ECS allows 128 in a name.
 */
export function NameText({ text, className }: NameTextProps) {
  const shown = text.length > 500 ? `${text.slice(0, 500)}…` : text;
  return (
    <bdi title={shown} className={classNames("block min-w-0 truncate", className)}>
      {shown}
    </bdi>
  );
}
