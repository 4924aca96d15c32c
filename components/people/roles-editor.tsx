"use client";

import { Plus } from "lucide-react";
import { grantOf, type RoleDraft } from "#components/people/role-draft.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { X } from "#components/ui/icons.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { ROLES } from "#lib/domain/actor.ts";

interface RolesEditorProps {
  drafts: readonly RoleDraft[];
  onChange: (drafts: readonly RoleDraft[]) => void;
  /** After the first try: until then nobody is told that what they still type is wrong. */
  showProblems: boolean;
}

/** Roles of one person, each with the limits that it holds in. */
export function RolesEditor({ drafts, onChange, showProblems }: RolesEditorProps) {
  const t = useTexts();
  const change = (key: number, part: Partial<RoleDraft>) =>
    onChange(drafts.map((draft) => (draft.key === key ? { ...draft, ...part } : draft)));
  const nextKey = Math.max(-1, ...drafts.map(({ key }) => key)) + 1;
  return (
    <fieldset className="space-y-3">
      <legend className="mb-1 font-medium text-ink text-sm">{t("people.roles")}</legend>
      {drafts.map((draft, index) => (
        <div key={draft.key} className="flex flex-wrap items-start gap-2">
          <div className="w-32 shrink-0">
            <Field label={t("people.role.nth", { number: index + 1 })}>
              <Select
                value={draft.role}
                onChange={({ target }) =>
                  change(draft.key, { role: ROLES.find((role) => role === target.value) ?? draft.role })
                }
                options={ROLES.map((role) => ({ value: role, label: role }))}
              />
            </Field>
          </div>
          <div className="min-w-48 flex-1">
            <Field
              label={t("people.limits.nth", { number: index + 1 })}
              error={showProblems ? (grantOf(draft, t).problem ?? undefined) : undefined}
            >
              <TextInput
                value={draft.limits}
                onChange={({ target }) => change(draft.key, { limits: target.value })}
                placeholder={t("people.everywhere")}
                autoCapitalize="off"
                autoComplete="off"
                spellCheck={false}
                className="font-mono text-xs"
              />
            </Field>
          </div>
          {drafts.length > 1 ? (
            <IconButton
              label={t("people.role.remove", { number: index + 1 })}
              className="mt-6"
              onClick={() => onChange(drafts.filter(({ key }) => key !== draft.key))}
            >
              <X aria-hidden />
            </IconButton>
          ) : null}
        </div>
      ))}
      <p className="text-ink-muted text-xs">{t("people.limits.hint")}</p>
      <Button
        size="sm"
        icon={<Plus aria-hidden className="size-4" />}
        onClick={() => onChange([...drafts, { key: nextKey, role: "viewer", limits: "" }])}
      >
        {t("people.role.add")}
      </Button>
    </fieldset>
  );
}
