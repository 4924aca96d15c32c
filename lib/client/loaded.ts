import { ApiFailure } from "#lib/client/api-failure.ts";

/** Code that cannot be fetched is a line that does not work, as for the answer itself. */
export async function loaded<Code>(fetchCode: () => Promise<Code>): Promise<Code> {
  try {
    return await fetchCode();
  } catch (cause) {
    throw new ApiFailure({ kind: "unreachable", detail: String(cause) });
  }
}
