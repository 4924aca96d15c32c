"use client";

import { type FormEvent, useId } from "react";
import { AUDIT_FILTERS, type AuditFilterName } from "#components/audit/audit-query.ts";
import { ACTION_TEXTS, RESULT_LOOKS } from "#components/audit/audit-words.ts";
import { dayOf, endOfDay, lastDayBefore, startOfDay } from "#components/audit/day-range.ts";
import type { TextKey } from "#components/list/list-column.ts";
import { useRegionOptions } from "#components/list/region-options.ts";
import { useSettledText } from "#components/list/use-settled-text.ts";
import type { UrlState } from "#components/list/use-url-state.ts";
import { useTexts, useTimeZone } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { AuditEventView } from "#lib/contract/audit.ts";

/** Every reading is an event itself, so half-typed names should not be asked for. */
const SETTLE_MS = 800;
const RESULTS = Object.keys(RESULT_LOOKS) as AuditEventView["result"][];

interface AuditFiltersProps {
  url: UrlState<AuditFilterName>;
  people: readonly string[];
}

/** What of the log to show and to export; all of it is in the address. */
export function AuditFilters({ url, people }: AuditFiltersProps) {
  const t = useTexts();
  const timeZone = useTimeZone();
  const regions = useRegionOptions();
  const peopleId = useId();
  const { values } = url;
  const choose = (
    name: AuditFilterName,
    options: readonly { value: string; label: string }[],
    label: TextKey,
  ) => (
    <Field label={t(label)}>
      <Select
        value={values[name]}
        options={[{ value: "", label: t("list.all") }, ...withCurrent(options, values[name])]}
        onChange={(event) => url.set({ [name]: event.target.value })}
      />
    </Field>
  );
  return (
    <form
      aria-label={t("audit.filters")}
      data-print="none"
      onSubmit={(event: FormEvent) => event.preventDefault()}
      className="mb-4 grid grid-cols-2 gap-x-3 gap-y-2.5 rounded-lg border border-line bg-surface p-4 lg:grid-cols-4"
    >
      <TextFilter name="actor" label="audit.person" url={url} listId={peopleId} />
      <datalist id={peopleId}>
        {people.map((person) => (
          <option key={person} value={person} />
        ))}
      </datalist>
      {choose(
        "action",
        Object.entries(ACTION_TEXTS).map(([value, text]) => ({ value, label: t(text) })),
        "audit.action",
      )}
      <TextFilter name="target" label="audit.target" url={url} placeholder="audit.targetHint" />
      {choose(
        "result",
        RESULTS.map((value) => ({ value, label: t(RESULT_LOOKS[value].text) })),
        "audit.outcome",
      )}
      <TextFilter name="requestId" label="audit.requestId" url={url} />
      {choose("regionId", regions, "audit.region")}
      <Field label={t("audit.from")}>
        <TextInput
          type="date"
          value={dayOf(values.from, timeZone)}
          onChange={(event) => url.set({ from: startOfDay(event.target.value, timeZone) ?? "" })}
        />
      </Field>
      <Field label={t("audit.to")}>
        <TextInput
          type="date"
          value={lastDayBefore(values.to, timeZone)}
          onChange={(event) => url.set({ to: endOfDay(event.target.value, timeZone) ?? "" })}
        />
      </Field>
      {AUDIT_FILTERS.some((name) => values[name] !== "") ? (
        <div className="col-span-full">
          <Button size="sm" onClick={() => url.clear()}>
            {t("audit.clear")}
          </Button>
        </div>
      ) : null}
    </form>
  );
}

/** A copied link may filter by a value that is not offered here; it shows all the same. */
function withCurrent(options: readonly { value: string; label: string }[], current: string) {
  const known = current === "" || options.some(({ value }) => value === current);
  return known ? options : [...options, { value: current, label: current.slice(0, 60) }];
}

interface TextFilterProps {
  name: AuditFilterName;
  label: TextKey;
  url: UrlState<AuditFilterName>;
  placeholder?: TextKey;
  listId?: string;
}

function TextFilter({ name, label, url, placeholder, listId }: TextFilterProps) {
  const t = useTexts();
  const [typed, setTyped, settleNow] = useSettledText(
    url.values[name],
    (value) => url.set({ [name]: value.trim() }),
    SETTLE_MS,
  );
  return (
    <Field label={t(label)}>
      <TextInput
        value={typed}
        maxLength={200}
        list={listId}
        placeholder={placeholder ? t(placeholder) : undefined}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={settleNow}
        onKeyDown={(event) => {
          if (event.key === "Enter") settleNow();
        }}
      />
    </Field>
  );
}
