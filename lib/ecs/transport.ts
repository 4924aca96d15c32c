import "server-only";
import http, { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { err, ok, type Result } from "#lib/core/result.ts";
import { type ConnectSettings, errorCode, NotConnected, openConnection, trusting } from "#lib/ecs/connect.ts";
import { ConnectionsAhead } from "#lib/ecs/connections-ahead.ts";
import type { Endpoint } from "#lib/ecs/endpoints.ts";
import type { EgressProxy } from "#lib/ecs/proxy.ts";

export interface TransportRequest {
  endpoint: Endpoint;
  path: string;
  headers: Readonly<Record<string, string>>;
  /**
   * `pooled` may take an idle keep-alive connection, which the server may be closing at this moment; then nobody can
   * say whether it read the request. A call that changes something takes a `fresh` one, opened a moment ago for one
   * such call.
   */
  connection: "pooled" | "fresh";
  gate?: WriteGate | undefined;
}

/** What the caller says at the last moment: opening a connection takes time, in which a claim can run out. */
export interface WriteGate {
  /** Called once, when nothing is left to do but write. False: nothing is written, and the call was not sent. */
  mayWrite(): boolean;
  /** Called when the request has been handed to the socket. */
  written(): void;
}

export interface TransportAnswer {
  httpStatus: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** `isSent` is false only when no byte of the request can have been written. `cause` holds no secret. */
export interface TransportFailure {
  isSent: boolean;
  cause: string;
  httpStatus: number | null;
  requestId: string | null;
}

export interface Transport {
  /** Sends one POST without a body and reads the whole answer, whatever its status. Never throws, never repeats. */
  send(request: TransportRequest): Promise<Result<TransportAnswer, TransportFailure>>;
  /** Begins to open a connection that the next `fresh` request to this endpoint takes, if it comes soon. Writes nothing. */
  openAhead(endpoint: Endpoint): void;
  /** Closes the idle connections. */
  close(): void;
}

export interface TransportOptions {
  /** Name, TCP, tunnel and TLS together. */
  connectTimeoutMs?: number;
  /** From handing the request to the connection until the last byte of the answer. */
  answerTimeoutMs?: number;
  answerLimitBytes?: number;
  /** How old a connection that was opened ahead may be. */
  aheadUsableMs?: number;
  proxy?: EgressProxy | null;
  /** PEM certificates of authorities to trust besides the usual ones. */
  extraCa?: readonly string[];
}

/** How long a connection may lie idle. Shorter than the gateways' own limit (unpublished; 15 s and more are usual). */
const IDLE_MS = 10_000;
/** Longer than it takes to write an intent down, far shorter than any server keeps a connection on which nothing comes. */
const AHEAD_USABLE_MS = 2_000;

export function createTransport(options: TransportOptions = {}): Transport {
  const connect: ConnectSettings = {
    connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
    proxy: options.proxy ?? null,
    tlsContext: trusting(options.extraCa ?? []),
  };
  const limits: Limits = {
    answerTimeoutMs: options.answerTimeoutMs ?? 10_000,
    answerLimitBytes: options.answerLimitBytes ?? 16 * 1024 * 1024,
  };
  const pools = new Map<string, ConnectedAgent>();
  const poolOf = (endpoint: Endpoint): ConnectedAgent => {
    const key = `${endpoint.protocol}://${endpoint.host}`;
    const pool = pools.get(key) ?? new ConnectedAgent(() => openConnection(endpoint, connect), true);
    pools.set(key, pool);
    return pool;
  };
  const ahead = new ConnectionsAhead(
    (endpoint) => openConnection(endpoint, connect),
    options.aheadUsableMs ?? AHEAD_USABLE_MS,
  );
  return {
    send(request) {
      const { endpoint } = request;
      const agent =
        request.connection === "pooled"
          ? poolOf(endpoint)
          : new ConnectedAgent(() => ahead.take(endpoint), false);
      return new Promise((resolve) => new Exchange(request, limits, resolve).start(agent));
    },
    openAhead: (endpoint) => ahead.begin(endpoint),
    close() {
      ahead.close();
      for (const pool of pools.values()) pool.destroy();
      pools.clear();
    },
  };
}

/** Hands out connections that are complete, TLS included; a request that gets none was not sent. */
class ConnectedAgent extends http.Agent {
  readonly #open: () => Promise<Socket>;

  constructor(open: () => Promise<Socket>, keepAlive: boolean) {
    super({ keepAlive, timeout: IDLE_MS });
    this.#open = open;
  }

  override createConnection(
    _options: unknown,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const failed = callback as ((error: Error) => void) | undefined;
    this.#open().then(
      (socket) => callback?.(null, socket),
      (error: Error) => failed?.(error),
    );
  }
}

interface Limits {
  answerTimeoutMs: number;
  answerLimitBytes: number;
}

const BROKEN_ANSWER = "the connection broke in the middle of the answer";

type Settle = (result: Result<TransportAnswer, TransportFailure>) => void;

/** One request and its answer. */
class Exchange {
  readonly #request: TransportRequest;
  readonly #limits: Limits;
  readonly #settle: Settle;
  #outgoing: ClientRequest | null = null;
  #incoming: IncomingMessage | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isSent = false;
  #isOver = false;

  constructor(request: TransportRequest, limits: Limits, settle: Settle) {
    this.#request = request;
    this.#limits = limits;
    this.#settle = settle;
  }

  start(agent: ConnectedAgent): void {
    const { endpoint, path, headers } = this.#request;
    try {
      const { hostname: host, port } = endpoint;
      // The connection is complete when it gets here and speaks TLS by itself, hence http for both protocols.
      this.#outgoing = http.request({ agent, host, port, method: "POST", path, headers: { ...headers } });
    } catch (error) {
      this.#fail(`the request could not be written down (${errorCode(error)})`);
      return;
    }
    this.#outgoing.once("socket", (socket) => this.#write(socket));
    this.#outgoing.once("response", (incoming) => this.#read(incoming));
    this.#outgoing.on("error", (error) => this.#fail(this.#causeOf(error)));
    this.#outgoing.once("close", () => {
      // Node tells this before the end of an answer that was read whole; then the answer decides.
      if (!this.#incoming) this.#fail("the connection was closed before an answer");
    });
  }

  /** The only place that writes: Node sends nothing of a request without a body before `end`. */
  #write(socket: Socket): void {
    if (socket.destroyed || !socket.writable || socket.readableEnded) {
      this.#fail("the server had closed the connection before the request");
      return;
    }
    const { gate } = this.#request;
    if (gate && !gate.mayWrite()) {
      this.#fail("the time in which it could be sent had run out");
      return;
    }
    this.#isSent = true;
    const { answerTimeoutMs } = this.#limits;
    this.#timer = setTimeout(
      () => this.#fail(`no complete answer within ${answerTimeoutMs} ms`),
      answerTimeoutMs,
    );
    this.#outgoing?.end(() => gate?.written());
  }

  #read(incoming: IncomingMessage): void {
    this.#incoming = incoming;
    const { answerLimitBytes } = this.#limits;
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    incoming.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      sizeBytes += chunk.length;
      if (sizeBytes > answerLimitBytes) this.#fail(`the answer is larger than ${answerLimitBytes} bytes`);
    });
    incoming.on("error", () => this.#fail(BROKEN_ANSWER));
    incoming.once("close", () => this.#fail(BROKEN_ANSWER));
    incoming.once("end", () => {
      if (!incoming.complete) return this.#fail(BROKEN_ANSWER);
      const body = Buffer.concat(chunks).toString("utf8");
      this.#finish(ok({ httpStatus: incoming.statusCode ?? 0, headers: incoming.headers, body }));
    });
  }

  #causeOf(error: Error): string {
    if (error instanceof NotConnected) return error.reason;
    if (!this.#isSent) return `no connection to ${this.#request.endpoint.hostname} (${errorCode(error)})`;
    if (this.#incoming) return BROKEN_ANSWER;
    return `the connection broke before an answer (${errorCode(error)})`;
  }

  #fail(cause: string): void {
    if (this.#isOver) return;
    const requestId = this.#incoming?.headers["x-acs-request-id"];
    this.#finish(
      err({
        isSent: this.#isSent,
        cause,
        httpStatus: this.#incoming?.statusCode ?? null,
        requestId: typeof requestId === "string" ? requestId : null,
      }),
    );
    this.#outgoing?.destroy();
  }

  #finish(result: Result<TransportAnswer, TransportFailure>): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#settle(result);
  }
}
