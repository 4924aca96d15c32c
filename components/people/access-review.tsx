import { requestTexts } from "#components/preferences/request-preferences.ts";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { buttonStyle } from "#components/ui/button-style.ts";
import { Card } from "#components/ui/card.tsx";
import { ExactTime } from "#components/ui/exact-time.tsx";
import { Field } from "#components/ui/field.tsx";
import { Table, TableBody, TableHead, TableRow } from "#components/ui/table.tsx";
import { Td, Th } from "#components/ui/table-cell.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { AccessReview as Review } from "#lib/contract/people.ts";
import { scopeText } from "#lib/policy/scope-text.ts";

/** Who could ask for a detach on a day. The form is a plain one: the day is in the address, and a copied link shows it. */
export async function AccessReview({ on, review }: { on: string; review: Review }) {
  const t = await requestTexts();
  return (
    <Card
      title={t("review.title")}
      flush
      actions={
        <a
          href={`/api/access-review?on=${on}&format=csv`}
          download
          className={buttonStyle("secondary", "sm")}
        >
          {t("review.download")}
        </a>
      }
    >
      <div className="space-y-3 px-4 py-3">
        <p className="text-ink-muted text-sm">{t("review.lead")}</p>
        <form method="get" className="flex items-end gap-2">
          <Field label={t("review.day")}>
            <TextInput type="date" name="on" defaultValue={on} required />
          </Field>
          <Button type="submit">{t("review.show")}</Button>
        </form>
        {review.complete ? null : <Alert tone="warning" title={t("review.incomplete")} />}
        {review.items.length === 0 ? <p className="text-ink text-sm">{t("review.none")}</p> : null}
      </div>
      {review.items.length === 0 ? null : (
        <Table label={t("review.table")}>
          <TableHead>
            <Th>{t("review.user")}</Th>
            <Th>{t("review.scope")}</Th>
            <Th>{t("review.since")}</Th>
            <Th>{t("review.until")}</Th>
            <Th>{t("review.grantedBy")}</Th>
            <Th numeric>{t("review.event")}</Th>
          </TableHead>
          <TableBody>
            {review.items.map(({ user, scope, from, until, grantedBy, seq }) => (
              <TableRow key={`${seq} ${scopeText(scope)}`}>
                <Td>
                  <bdi className="font-medium">{user}</bdi>
                </Td>
                <Td>{scopeText(scope) || t("people.everywhere")}</Td>
                <Td>
                  <ExactTime iso={from} />
                </Td>
                <Td>{until === null ? t("review.still") : <ExactTime iso={until} />}</Td>
                <Td>
                  <bdi>{grantedBy}</bdi>
                </Td>
                <Td numeric>{seq}</Td>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  );
}
