import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** How a token is made wrong. */
export interface Wrong {
  claims?: Readonly<Record<string, unknown>>;
  /** Signed with a key that the issuer does not publish. */
  otherKey?: boolean;
  /** Says `alg: none` and carries no signature. */
  unsigned?: boolean;
}

const pair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });

/**
 * An issuer that obeys the protocol but for what a test asks of it: discovery, an authorization endpoint that lets
 * everyone through, keys, tokens. What it signs is what a thief or a broken provider might send.
 */
export class HostileIssuer {
  issuer = "";
  wrong: Wrong = {};
  readonly #key = pair();
  readonly #otherKey = pair();
  readonly #nonces = new Map<string, string>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  static async start(): Promise<HostileIssuer> {
    const made = new HostileIssuer();
    made.#server.listen(0, "127.0.0.1");
    await once(made.#server, "listening");
    const address = made.#server.address();
    if (address === null || typeof address === "string") throw new Error("no port was given");
    made.issuer = `http://localhost:${address.port}`;
    return made;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", this.issuer);
    if (url.pathname === "/authorize") {
      const code = crypto.randomUUID();
      this.#nonces.set(code, url.searchParams.get("nonce") ?? "");
      const back = new URL(url.searchParams.get("redirect_uri") ?? this.issuer);
      back.searchParams.set("code", code);
      back.searchParams.set("state", url.searchParams.get("state") ?? "");
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    if (url.pathname === "/token") {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => this.#answerToken(new URLSearchParams(body), response));
      return;
    }
    const { issuer } = this;
    const jwk = { ...this.#key.publicKey.export({ format: "jwk" }), kid: "known", alg: "RS256", use: "sig" };
    const documents: Readonly<Record<string, unknown>> = {
      "/.well-known/openid-configuration": {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ["code"],
        id_token_signing_alg_values_supported: ["RS256", "none"],
      },
      "/keys": { keys: [jwk] },
    };
    const document = documents[url.pathname];
    response.writeHead(document ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(document ?? {}));
  }

  /** A code is good once, as it should be. */
  #answerToken(asked: URLSearchParams, response: ServerResponse): void {
    const nonce = this.#nonces.get(asked.get("code") ?? "");
    this.#nonces.delete(asked.get("code") ?? "");
    const body =
      nonce === undefined
        ? { error: "invalid_grant" }
        : { access_token: "an-access-token", token_type: "Bearer", id_token: this.#idToken(nonce) };
    response.writeHead(nonce === undefined ? 400 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  }

  #idToken(nonce: string): string {
    const now = Math.floor(Date.now() / 1_000);
    const good = { iss: this.issuer, aud: "eni-desk", sub: "mallory", nonce, iat: now, exp: now + 300 };
    const claims = { ...good, auth_time: now, groups: ["operators"], ...this.wrong.claims };
    if (this.wrong.unsigned) return `${part({ alg: "none" })}.${part(claims)}.`;
    const key = this.wrong.otherKey ? this.#otherKey.privateKey : this.#key.privateKey;
    return signed(`${part({ alg: "RS256", kid: "known" })}.${part(claims)}`, key);
  }
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function signed(text: string, key: KeyObject): string {
  return `${text}.${createSign("RSA-SHA256").update(text).sign(key, "base64url")}`;
}
