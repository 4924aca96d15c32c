import { type SignedRequest, signV1, signV3 } from "#emulator/client/signed-request.ts";
import { sendSigned } from "#emulator/conformance/live/live-api.ts";
import { type Findings, normalType, refusal } from "#emulator/conformance/live/live-checks.ts";
import type { LiveOptions } from "#emulator/conformance/live/live-options.ts";

/** Older than any time stamp that is accepted. */
const TOO_OLD_MS = 20 * 60_000;

/** What the gateway says before an action is looked at; the statuses of several codes are told differently by different pages. */
export async function checkGateway(
  { endpoint, key }: Pick<LiveOptions, "endpoint" | "key">,
  found: Findings,
): Promise<void> {
  const asked = { url: endpoint, action: "DescribeRegions", key };
  const answerTo = async (signed: SignedRequest) =>
    refusal(await sendSigned(endpoint, signed, { accept: "application/json" }));

  const once = signV3(asked);
  await answerTo(once);
  found.expect("a nonce that was used", "400 SignatureNonceUsed", await answerTo(once));
  const wrongSecret = signV3({ ...asked, key: { ...key, accessKeySecret: "wrong" } });
  found.expect("a wrong signature", "400 SignatureDoesNotMatch", await answerTo(wrongSecret));
  const old = signV3({ ...asked, nowMs: Date.now() - TOO_OLD_MS });
  found.expect("a time stamp of 20 minutes ago", "400 InvalidTimeStamp.Expired", await answerTo(old));
  const nobody = signV3({ ...asked, key: { accessKeyId: "emulator-nobody", accessKeySecret: "x" } });
  found.expect("an AccessKey id that nobody has", "404 InvalidAccessKeyId.NotFound", await answerTo(nobody));
  const junk = signV3({ ...asked, key: { ...key, securityToken: "no-token" } });
  found.expect("a token that is none", "403 InvalidSecurityToken.Malformed", await answerTo(junk));
  const version = signV3({ ...asked, version: "1999-01-01" });
  found.expect("an unknown version", "400 InvalidVersion", await answerTo(version));
  const put = signV3({ ...asked, method: "PUT" });
  found.expect("a method that is neither GET nor POST", "403 UnsupportedHTTPMethod", await answerTo(put));
  const plain = await sendSigned(endpoint, signV1(asked));
  found.expect("V1 without Format", "text/xml;charset=utf-8", normalType(plain.contentType));
}
