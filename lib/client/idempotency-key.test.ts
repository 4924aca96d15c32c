import { describe, expect, it } from "vitest";
import { keyRing } from "#lib/client/idempotency-key.ts";

function numberedKeys(): () => string {
  let made = 0;
  return () => {
    made += 1;
    return `key-${made}`;
  };
}

describe("the key of one opened dialog", () => {
  it("is kept when the same body is sent again, decided or not", () => {
    const keys = keyRing(numberedKeys());
    expect(keys.keyFor({ reason: "moving the address" }, false)).toBe("key-1");
    expect(keys.keyFor({ reason: "moving the address" }, true)).toBe("key-1");
    expect(keys.keyFor({ reason: "moving the address" }, false)).toBe("key-1");
  });

  it("changes with the body after an answer that stored nothing", () => {
    const keys = keyRing(numberedKeys());
    keys.keyFor({ reason: "moving the address" }, false);
    expect(keys.keyFor({ reason: "moving the address", confirmation: "10.0.0.1" }, false)).toBe("key-2");
  });

  it("is kept for a changed body while the first try may have arrived, so that the server can refuse it", () => {
    const keys = keyRing(numberedKeys());
    keys.keyFor({ reason: "moving the address" }, false);
    expect(keys.keyFor({ reason: "another reason" }, true)).toBe("key-1");
  });

  it("is a UUID", () => {
    expect(keyRing().keyFor({}, false)).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
  });
});
