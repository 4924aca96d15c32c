import type { Product, Wire, WireObject } from "#emulator/actions/action.ts";
import type { EcsError } from "#emulator/errors/ecs-error.ts";

export type Answer = {
  readonly httpStatus: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const CONTENT_TYPE = { JSON: "application/json;charset=utf-8", XML: "text/xml;charset=utf-8" };
const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

/** An action's answer; without a RequestId only where a fault asks for it. */
export function serialiseAnswer(
  format: "JSON" | "XML",
  actionName: string,
  body: WireObject,
  requestId: string | undefined,
): Answer {
  const full: WireObject = requestId === undefined ? body : { ...body, RequestId: requestId };
  const text =
    format === "JSON"
      ? JSON.stringify(full)
      : `${XML_DECLARATION}${xmlElement(`${actionName}Response`, full)}`;
  return {
    httpStatus: 200,
    contentType: CONTENT_TYPE[format],
    headers: requestIdHeader(requestId),
    body: text,
  };
}

/** The gateway's error envelope, in JSON or XML. */
export function serialiseError(
  format: "JSON" | "XML",
  product: Product,
  error: EcsError,
  request: { requestId: string; host: string },
): Answer {
  const { requestId, host } = request;
  const query = new URLSearchParams({ q: error.code, product, requestId });
  const envelope: WireObject = {
    RequestId: requestId,
    HostId: host,
    Code: error.code,
    Message: error.message,
    Recommend: `https://api.aliyun.com/troubleshoot?${query}`,
    ...(error.accessDeniedDetail ? { AccessDeniedDetail: error.accessDeniedDetail } : {}),
  };
  const retryAfter =
    error.retryAfterMs === undefined ? {} : { "x-acs-retry-after": String(error.retryAfterMs) };
  return {
    httpStatus: error.httpStatus,
    contentType: CONTENT_TYPE[format],
    headers: { ...requestIdHeader(requestId), ...retryAfter },
    body: format === "JSON" ? JSON.stringify(envelope) : `${XML_DECLARATION}${xmlElement("Error", envelope)}`,
  };
}

function requestIdHeader(requestId: string | undefined): Record<string, string> {
  return requestId === undefined ? {} : { "x-acs-request-id": requestId };
}

/** Lists keep both levels: `<Tags><Tag>…</Tag><Tag>…</Tag></Tags>`. */
function xmlElement(name: string, value: Wire): string {
  if (Array.isArray(value)) return value.map((item: Wire) => xmlElement(name, item)).join("");
  if (typeof value !== "object") return `<${name}>${escapeXml(String(value))}</${name}>`;
  if ("rawJSON" in value) return `<${name}>${String(value.rawJSON)}</${name}>`;
  const children = Object.entries(value).map(([child, inner]) => xmlElement(child, inner as Wire));
  return `<${name}>${children.join("")}</${name}>`;
}

const XML_ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** XML 1.0 has no way to say most control characters; they become U+FFFD. */
function escapeXml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => XML_ENTITIES[character] ?? character)
    .replace(/\p{Cc}/gu, (character) => (/[\t\n\r]/.test(character) ? character : "\uFFFD"));
}
