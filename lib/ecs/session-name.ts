import "server-only";
import { createHash } from "node:crypto";

/** Who acts, as ENI Desk knows them: issuer and subject are the person, the name is what people read. */
export interface Person {
  issuer: string;
  subject: string;
  name: string;
}

/** STS 2015-04-01, AssumeRole, RoleSessionName. */
const ALLOWED = /^[A-Za-z0-9.@_-]{2,64}$/;
const MAX_LENGTH = 64;
/** 48 bits tell people apart whose names read alike. */
const MARK_DIGITS = 12;
const MARKED = /-[0-9a-f]{12}$/;

/**
 * What the cloud's logs call a session of this person. A name that STS takes stays as it is: no two people of one
 * desk share one. Of any other the readable part is kept, and a mark of who it is follows. A name that looks marked
 * gets a mark of its own, so that nobody is taken for somebody else by choosing a name.
 */
export function sessionNameFor({ issuer, subject, name }: Person): string {
  if (ALLOWED.test(name) && !MARKED.test(name)) return name;
  const who = createHash("sha256").update(JSON.stringify([issuer, subject]));
  const mark = who.digest("hex").slice(0, MARK_DIGITS);
  const readable = name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^A-Za-z0-9.@_-]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, MAX_LENGTH - MARK_DIGITS - 1);
  return `${readable || "person"}-${mark}`;
}
