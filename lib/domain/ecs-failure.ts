/**
 * How a call to ECS can fail. Four kinds, because each has a different next step:
 * `rejected` - ECS said no, nothing happened; `throttled` - not executed, ask again later;
 * `not-sent` - no byte of the request reached ECS (DNS, refused connection, TLS before the request), safe to try again;
 * `outcome-unknown` - sent, but no usable answer: for a change, look before acting.
 */
export type EcsFailure =
  | {
      kind: "rejected";
      httpStatus: number;
      code: string;
      /** ECS's own words, unchanged. */
      message: string;
      requestId: string | null;
      recommend: string | null;
    }
  | {
      kind: "throttled";
      httpStatus: number;
      code: string;
      message: string;
      requestId: string | null;
      retryAfterMs: number | null;
    }
  | {
      kind: "not-sent";
      cause: string;
      /** STS's code, where it refused the session that the call was to be signed with: trying again is of no use. */
      sessionCode?: string;
    }
  | {
      kind: "outcome-unknown";
      /** What went wrong, free of secrets and URLs. */
      cause: string;
      httpStatus: number | null;
      code: string | null;
      message: string | null;
      requestId: string | null;
    };
