import { createPrivateKey } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  claimDataFolder,
  openDataFolder,
  secretFile,
  setDatabaseAside,
  signingKeyFile,
} from "#scripts/data-folder.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "eni-desk-data-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const permissions = (path: string) => statSync(path).mode & 0o777;

describe("the data folder", () => {
  it("is for its owner alone, also where it was there before", () => {
    openDataFolder(folder);
    expect(permissions(folder)).toBe(0o700);
  });

  it("can be claimed again after a demo that was cut off", () => {
    // No process has this number: it is above what Linux and macOS hand out.
    writeFileSync(join(folder, "demo.pid"), "2147483646");
    claimDataFolder(folder);
    expect(readFileSync(join(folder, "demo.pid"), "utf8")).toBe(String(process.pid));
  });
});

describe("a secret", () => {
  it("is made once, for its owner alone, and kept", () => {
    const path = secretFile(folder, "secret");
    const text = readFileSync(path, "utf8").trim();
    expect(Buffer.from(text, "base64url")).toHaveLength(48);
    expect(permissions(path)).toBe(0o600);
    expect(readFileSync(secretFile(folder, "secret"), "utf8").trim()).toBe(text);
  });

  it("is made anew where the file is empty", () => {
    writeFileSync(join(folder, "secret"), "\n");
    expect(readFileSync(secretFile(folder, "secret"), "utf8").trim()).not.toBe("");
  });
});

describe("the key that signs heads", () => {
  it("is made once, for its owner alone, and kept", () => {
    const path = signingKeyFile(folder, "audit-key.pem");
    const pem = readFileSync(path, "utf8");
    expect(createPrivateKey(pem).asymmetricKeyType).toBe("ed25519");
    expect(permissions(path)).toBe(0o600);
    expect(readFileSync(signingKeyFile(folder, "audit-key.pem"), "utf8")).toBe(pem);
  });
});

describe("the database of the last run", () => {
  it("is put aside with the pages that SQLite had not moved yet, in place of the one before", () => {
    const path = join(folder, "eni-desk.db");
    writeFileSync(`${path}.bak-shm`, "two runs ago");
    writeFileSync(path, "last run");
    writeFileSync(`${path}-wal`, "last pages");
    setDatabaseAside(path);
    expect([path, `${path}-wal`, `${path}.bak-shm`].filter((file) => existsSync(file))).toEqual([]);
    expect(readFileSync(`${path}.bak`, "utf8")).toBe("last run");
    expect(readFileSync(`${path}.bak-wal`, "utf8")).toBe("last pages");
  });

  it("stays aside when there is none to take its place", () => {
    const path = join(folder, "eni-desk.db");
    writeFileSync(`${path}.bak`, "last run");
    setDatabaseAside(path);
    expect(readFileSync(`${path}.bak`, "utf8")).toBe("last run");
  });
});
