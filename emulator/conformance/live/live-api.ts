import { type Key, type SignedRequest, signV3 } from "#emulator/client/signed-request.ts";

export type LiveAnswer = {
  readonly httpStatus: number;
  readonly contentType: string;
  readonly requestIdHeader: string;
  readonly text: string;
  /** Empty when the answer is not JSON. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly code: string;
};

export type LiveApi = (
  action: string,
  params: Record<string, string>,
  headers?: Record<string, string>,
) => Promise<LiveAnswer>;

const TIMEOUT_MS = 20_000;

/** Signed calls (V3) to one endpoint. A redirect is a failure: a signature is for one host. */
export function liveApi(endpoint: string, regionId: string, key: Key): LiveApi {
  return async (action, params, headers = {}) => {
    const signed = signV3({ url: endpoint, action, params: { RegionId: regionId, ...params }, key });
    return sendSigned(endpoint, signed, { accept: "application/json", ...headers });
  };
}

/** Sends one request as it was signed, with headers that no signature covers. */
export async function sendSigned(
  endpoint: string,
  signed: SignedRequest,
  headers: Record<string, string> = {},
): Promise<LiveAnswer> {
  const { host: _host, ...sent } = signed.headers;
  const response = await fetch(`${endpoint}${signed.path}`, {
    method: signed.method,
    headers: { ...sent, ...headers },
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  const body = parseObject(text);
  return {
    httpStatus: response.status,
    contentType: response.headers.get("content-type") ?? "",
    requestIdHeader: response.headers.get("x-acs-request-id") ?? "",
    text,
    body,
    code: String(body.Code ?? ""),
  };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return {};
  }
}
