import "server-only";

/** Sent with every answer, whatever it is: page, error, redirect, file. */
export function securityHeaders(options: {
  nonce: string;
  isHttps: boolean;
  isDevelopment: boolean;
}): Record<string, string> {
  const { nonce, isHttps, isDevelopment } = options;
  return {
    "content-security-policy": contentSecurityPolicy(nonce, isDevelopment),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    ...(isHttps ? { "strict-transport-security": "max-age=31536000; includeSubDomains" } : {}),
  };
}

/**
 * Only scripts that carry this answer's nonce run, and what they load themselves. Styles come from our own files;
 * none is written into the page. The development server needs eval and a web socket for hot reloading.
 */
export function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  const development = isDevelopment ? " 'unsafe-eval'" : "";
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join("; ");
}
