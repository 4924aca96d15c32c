"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { SavedViewLine } from "#components/saved-views/saved-view-line.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { asApiFailure } from "#lib/client/api-failure.ts";
import { changeViews, savedViewQueries, type ViewChange } from "#lib/client/saved-views.ts";
import { LONGEST_VIEW_NAME, MOST_VIEWS, type ViewedList, viewQuery } from "#lib/contract/saved-views.ts";

/** The views that are there, each with what can be done with it, and the one that shows, to be given a name. */
export function SavedViewsPanel({ list, query }: { list: ViewedList; query: string }) {
  const t = useTexts();
  const client = useQueryClient();
  const views = useQuery(savedViewQueries.all());
  const [name, setName] = useState("");
  const change = useMutation({
    mutationFn: changeViews,
    onSuccess: (now) => client.setQueryData(savedViewQueries.all().queryKey, now),
  });
  const act = (what: ViewChange, done?: () => void) => change.mutate(what, { onSuccess: () => done?.() });
  const here = viewQuery(list, query) ?? "";
  const mine = views.data?.items.filter((view) => view.list === list) ?? [];
  const isTaken = change.isError && asApiFailure(change.error).problem?.type === "name-taken";

  function save(event: FormEvent) {
    event.preventDefault();
    const trimmed = name.trim();
    if (trimmed === "" || change.isPending) return;
    act({ kind: "save", view: { list, name: trimmed, query: here } }, () => setName(""));
  }
  return (
    <div className="space-y-3">
      {views.isError ? (
        <FailureAlert
          failure={views.error}
          onRetry={() => {
            void views.refetch();
          }}
        />
      ) : null}
      {views.data && mine.length === 0 ? <p className="text-ink-muted text-sm">{t("views.none")}</p> : null}
      {mine.length > 0 ? (
        <ul aria-label={t("views.title")} className="-mx-1 max-h-72 overflow-y-auto px-1">
          {mine.map((view) => (
            <SavedViewLine key={view.id} view={view} isShown={view.query === here} onChange={act} />
          ))}
        </ul>
      ) : null}
      <form onSubmit={save} className="border-line border-t pt-3">
        <Field
          label={t("views.name")}
          error={isTaken ? t("views.taken") : mine.length >= MOST_VIEWS ? t("views.full") : undefined}
        >
          <div className="flex gap-2">
            <TextInput
              value={name}
              maxLength={LONGEST_VIEW_NAME}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
            <Button type="submit" variant="primary" pending={change.isPending}>
              {t("views.save")}
            </Button>
          </div>
        </Field>
        {change.isError && !isTaken ? (
          <div className="mt-2">
            <FailureAlert failure={change.error} onRetry={() => change.reset()} />
          </div>
        ) : null}
      </form>
    </div>
  );
}
