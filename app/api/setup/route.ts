import type { SetupFailure } from "#lib/auth/auth.ts";
import { setupSchema } from "#lib/contract/setup.ts";
import type { SetupFailureWord } from "#lib/contract/setup-failures.ts";
import { currentServices } from "#lib/current-services.ts";
import { readCall } from "#lib/http/call.ts";
import { refuseBody } from "#lib/http/failures.ts";
import { jsonResponse } from "#lib/http/problem.ts";
import { readBody } from "#lib/http/read-body.ts";
import { isJson, isSameOrigin } from "#lib/http/same-origin.ts";

/** Makes the first administrator, once. The token is the only proof; without an open one every answer is the same. */
export async function POST(request: Request): Promise<Response> {
  const call = readCall(request);
  const { auth, config } = currentServices();
  if (!(isSameOrigin(request, config.publicUrl.origin) && isJson(request))) return call.refuse("cross-site");
  const body = await readBody(request, setupSchema);
  if (!body.ok) return refuseBody(call, body.error);
  const made = await auth.completeSetup({ ...body.value, from: call.from });
  if (made.ok) return jsonResponse({ name: made.value.name }, 201);
  if (made.error.kind === "cannot-be-recorded") return call.refuse("cannot-be-recorded");
  const word = wordOf(made.error);
  const path =
    word === "wrong-token" ? "token" : word.endsWith("name") || word === "name-taken" ? "name" : "password";
  return call.refuse("invalid-request", { issues: [{ path, message: word }] });
}

function wordOf(failure: SetupFailure): SetupFailureWord {
  switch (failure.kind) {
    case "bad-password":
      return failure.problem;
    case "wrong-token":
    case "bad-name":
    case "name-taken":
      return failure.kind;
    default:
      throw new Error(`the first set-up cannot fail with ${failure.kind}`);
  }
}
