import { errorCatalogue } from "#emulator/errors/catalogue.ts";

/** Who was refused what; only RAM refusals carry it. */
export type AccessDeniedDetail = {
  AuthAction: string;
  AuthPrincipalDisplayName: string;
  AuthPrincipalOwnerId: string;
  AuthPrincipalType: string;
  EncodedDiagnosticMessage: string;
  NoPermissionType: string;
  PolicyType: string;
};

/** An answer that says no. Thrown by every stage, turned into bytes by one. */
export class EcsError extends Error {
  readonly httpStatus: number;
  readonly code: string;
  readonly accessDeniedDetail: AccessDeniedDetail | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    httpStatus: number,
    code: string,
    message: string,
    more: { accessDeniedDetail?: AccessDeniedDetail; retryAfterMs?: number | undefined } = {},
  ) {
    super(message);
    this.httpStatus = httpStatus;
    this.code = code;
    this.accessDeniedDetail = more.accessDeniedDetail;
    this.retryAfterMs = more.retryAfterMs;
  }
}

export type EcsErrorCode = keyof typeof errorCatalogue;

/**
 * Makes any error the emulator can answer, with the HTTP status documented for
 * it. Some codes are documented with two statuses; `httpStatus` picks the other.
 */
export function ecsError(
  code: EcsErrorCode,
  more: {
    message?: string;
    httpStatus?: number;
    accessDeniedDetail?: AccessDeniedDetail;
    retryAfterMs?: number | undefined;
  } = {},
): EcsError {
  const [httpStatus, message] = errorCatalogue[code];
  return new EcsError(more.httpStatus ?? httpStatus, code, more.message ?? message, more);
}

export function isEcsErrorCode(code: string): code is EcsErrorCode {
  return Object.hasOwn(errorCatalogue, code);
}
