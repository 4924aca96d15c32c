import "server-only";

/**
 * Whether a change comes from our own pages, or from a program that a person runs. A browser names the site a request
 * comes from; what it names must be us. Without any such header it is no browser of today: then only the JSON body
 * and the custom header, which no form and no image can send, stand for it.
 */
export function isSameOrigin(request: Request, ownOrigin: string): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = request.headers.get("origin");
  return origin === null || origin === ownOrigin;
}

export const isJson = (request: Request) => contentType(request) === "application/json";
/** What next-auth's own routes are posted. A page of another site can send it too. */
export const isForm = (request: Request) => contentType(request) === "application/x-www-form-urlencoded";

function contentType({ headers }: Request): string | undefined {
  return (headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
}
