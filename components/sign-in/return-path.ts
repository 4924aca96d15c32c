export const HOME_PATH = "/instances";

const NOWHERE = "http://nowhere.invalid";

/**
 * Where to go after signing in: the path that was asked for, if it is one of ours. Anything that could lead to
 * another origin, back to sign-in or into the API becomes the home page.
 */
export function returnPath(callbackUrl: string | undefined, ownOrigin: string = NOWHERE): string {
  if (!callbackUrl) return HOME_PATH;
  // A relative "evil.example" or "//evil.example" must not be read as a path; `\` is a slash to browsers.
  const isPath = callbackUrl.startsWith("/") && !/^\/[/\\]/.test(callbackUrl);
  if (!isPath && !callbackUrl.startsWith(`${ownOrigin}/`)) return HOME_PATH;
  const url = URL.parse(callbackUrl, ownOrigin);
  if (!url || url.origin !== new URL(ownOrigin).origin || url.pathname.startsWith("//")) return HOME_PATH;
  if (url.pathname === "/" || /^\/(sign-in|api)(\/|$)/.test(url.pathname)) return HOME_PATH;
  return `${url.pathname}${url.search}${url.hash}`;
}
