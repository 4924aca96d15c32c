import { createServer } from "node:net";

export interface PortWish {
  /** The variable that chooses the port, for the sentence about it. */
  variable: string;
  fallback: number;
}

export const DASHBOARD_PORT: PortWish = { variable: "PORT", fallback: 3_000 };
export const EMULATOR_PORT: PortWish = { variable: "EMULATOR_PORT", fallback: 4_310 };

/**
 * The port that the environment or the fallback names, seen free on loopback a moment ago.
 *
 * @throws {Error} with a sentence for the person who started the command
 */
export async function freePort(
  wish: PortWish,
  environment: NodeJS.ProcessEnv,
  command: string,
): Promise<number> {
  const text = environment[wish.variable];
  const port = text === undefined || text === "" ? wish.fallback : Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`${wish.variable} takes a port from 1 to 65535, not "${text}".`);
  }
  // Browsers ask for "localhost" on ::1 first, where another program would answer in our place.
  if (!(await isFree(port, "127.0.0.1")) || !(await isFree(port, "::1"))) {
    const other = `${wish.variable}=${port < 65_535 ? port + 1 : 8_080}`;
    throw new Error(
      `Port ${port} is taken. Stop what listens there, or choose another port: ${other} ${command}`,
    );
  }
  return port;
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(false);
      else if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT") resolve(true);
      else reject(error);
    });
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
