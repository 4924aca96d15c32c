import type { ServerResponse } from "node:http";
import type { Answer } from "#emulator/pipeline/serialise.ts";

/** How an answer leaves: whole, broken off, or not at all. */
export type Delivery =
  | { readonly kind: "answer"; readonly answer: Answer }
  /** The headers promise the whole body, half of it comes, then the line breaks. */
  | { readonly kind: "broken-answer"; readonly answer: Answer }
  /** The body comes byte by byte, spread over this long. */
  | { readonly kind: "slow-answer"; readonly answer: Answer; readonly ms: number }
  | { readonly kind: "drop" }
  | { readonly kind: "hang" };

export function deliver(response: ServerResponse, delivery: Delivery): void {
  if (delivery.kind === "hang") return;
  if (delivery.kind === "drop") {
    response.socket?.destroy();
    return;
  }
  const { answer } = delivery;
  const body = Buffer.from(answer.body, "utf8");
  response.writeHead(answer.httpStatus, {
    ...answer.headers,
    ...(answer.contentType ? { "content-type": answer.contentType } : {}),
    "content-length": body.length,
  });
  if (delivery.kind === "answer") {
    response.end(body);
    return;
  }
  if (delivery.kind === "slow-answer") {
    trickle(response, body, delivery.ms);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
}

/** Pieces that a slow body comes in. */
const PIECES = 20;

function trickle(response: ServerResponse, body: Buffer, ms: number): void {
  const pieceBytes = Math.max(1, Math.ceil(body.length / PIECES));
  let sent = 0;
  response.flushHeaders();
  const timer = setInterval(() => {
    if (response.destroyed) {
      clearInterval(timer);
      return;
    }
    response.write(body.subarray(sent, sent + pieceBytes));
    sent += pieceBytes;
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, ms / PIECES);
  timer.unref();
}
