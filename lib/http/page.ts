import "server-only";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import type { z } from "zod";
import { currentActor } from "#lib/auth/current-actor.ts";
import { currentServices } from "#lib/current-services.ts";
import { PATH_HEADER, PEER_HEADER } from "#lib/http/call.ts";
import { readQuery } from "#lib/http/query.ts";
import type { Viewer } from "#lib/http/viewer.ts";
import { chooseLanguage } from "#lib/i18n/language.ts";

/**
 * The person a page is for. Without a live session the browser is sent to sign in and comes back to the same address.
 * Every page asks this itself: a layout is not asked again when only the page below it changes.
 */
export async function pageViewer(): Promise<Viewer> {
  const services = currentServices();
  const [sent, jar] = await Promise.all([headers(), cookies()]);
  const actor = await currentActor(services.auth, services.config, { background: false });
  if (!actor.ok) {
    if (actor.error.kind === "unavailable") throw new Error("sessions can't be read");
    const back = sent.get(PATH_HEADER) ?? "/instances";
    redirect(`/sign-in?callbackUrl=${encodeURIComponent(back)}`);
  }
  const language = chooseLanguage(jar.get("lang")?.value, sent.get("accept-language"));
  return { services, actor: actor.value, language };
}

/** Where a page's viewer comes from, for the events that name it. */
export async function pageOrigin(): Promise<{ address: string; userAgent: string }> {
  const sent = await headers();
  return {
    address: sent.get(PEER_HEADER) ?? "unknown",
    userAgent: (sent.get("user-agent") ?? "").slice(0, 300),
  };
}

export interface PageProps<Params = Record<string, never>> {
  params: Promise<Params>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/**
 * The part of a page's address that fits. An address is written by people: what does not fit is left out here,
 * where the API would refuse it, so that a mistyped link still opens the page.
 */
export function pageQuery<S extends z.ZodObject>(
  searchParams: Record<string, string | string[] | undefined>,
  schema: S,
): z.output<S> {
  const read = readQuery(searchParams, schema);
  if (read.ok) return read.value;
  const wrong = new Set(read.error.map(({ path }) => path));
  const rest = Object.fromEntries(Object.entries(searchParams).filter(([name]) => !wrong.has(name)));
  return schema.parse(
    Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== "")),
  );
}
