import "server-only";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import net, { type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tls from "node:tls";

export interface Egress {
  /** Where the CONNECT proxy listens, without user and password. */
  proxyHost: string;
  /** PEM file of the private certificate authority. */
  caFile: string;
  /** Targets of the tunnels asked for, in order. */
  targets: string[];
  /** Everything that went through the proxy towards the servers, as it could read it. */
  seen: string;
  close(): Promise<void>;
}

/**
 * The way out of a company network, on loopback: a proxy that wants `user` and `password` and leads every
 * `*.aliyuncs.com:443` to a TLS server with a certificate for `names`, which hands plain HTTP to `behindPort`.
 */
export async function startEgress(options: {
  behindPort: number;
  names: readonly string[];
  user: string;
  password: string;
}): Promise<Egress> {
  const { caFile, key, cert } = issueCertificate(options.names);
  const sockets = new Set<Socket>();
  const keep = <S extends Socket>(socket: S): S => {
    sockets.add(socket);
    return socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
  };
  const join = (left: Socket, right: Socket) => keep(left).pipe(keep(right)).pipe(left);

  const terminator = tls.createServer({ key, cert }, (socket) => {
    join(socket, net.connect(options.behindPort, "127.0.0.1"));
  });
  const terminatorPort = await listen(terminator);

  const egress = { targets: [] as string[], seen: "" };
  const expected = Buffer.from(`${options.user}:${options.password}`).toString("base64");
  const proxy = net.createServer((socket) => {
    keep(socket).once("data", (head) => {
      const text = head.toString("latin1");
      const target = /^CONNECT (\S+) HTTP\/1\.1\r\n/.exec(text)?.[1] ?? "";
      egress.targets.push(target);
      if (!text.includes(`Basic ${expected}\r\n`)) return socket.end("HTTP/1.1 407 Who\r\n\r\n");
      if (!/^[a-z0-9.-]+\.aliyuncs\.com:443$/.test(target)) return socket.end("HTTP/1.1 403 No\r\n\r\n");
      socket.on("data", (chunk) => {
        egress.seen += chunk.toString("latin1");
      });
      socket.write("HTTP/1.1 200 Yes\r\n\r\n");
      join(socket, net.connect(terminatorPort, "127.0.0.1"));
    });
  });
  const proxyPort = await listen(proxy);
  return Object.assign(egress, {
    proxyHost: `127.0.0.1:${proxyPort}`,
    caFile,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all([proxy, terminator].map((server) => new Promise((done) => server.close(done))));
    },
  });
}

function listen(server: net.Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

/** A certificate authority of its own for each start, gone with the temporary folder. */
function issueCertificate(names: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "egress-"));
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  writeFileSync(join(folder, "names"), `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}`);
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-days",
    "2",
    "-subj",
    "/CN=Private CA",
  );
  openssl("req", ...newKey, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=server");
  openssl(
    ...["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"],
    ...["-days", "2", "-extfile", "names", "-out", "server.pem"],
  );
  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  return { caFile: join(folder, "ca.pem"), key: read("server.key"), cert: read("server.pem") };
}
