import { parseOptions } from "#emulator/options.ts";
import { startEmulator } from "#emulator/server.ts";

/** Exit status of a start with options that make no sense, as sysexits.h calls it. */
const EX_USAGE = 64;

const parsed = parseOptions(process.argv.slice(2));
if ("problem" in parsed) {
  console.error(parsed.problem);
  process.exit(EX_USAGE);
}
if (!/^(127\.|::1$|localhost$)/.test(parsed.options.host ?? "127.0.0.1")) {
  console.error(
    `The emulator will listen on ${parsed.options.host}, so that other machines can call it. The control door stays closed to them.`,
  );
}
try {
  const emulator = await startEmulator(parsed.options);
  console.log(`ECS emulator listening on ${emulator.url}`);
  if (emulator.controlUrl !== emulator.url)
    console.log(`Its control door: ${emulator.controlUrl}/_emulator/`);
  const stop = () => {
    emulator.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error("The emulator did not stop cleanly.", error);
        process.exit(1);
      },
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
} catch (error) {
  const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  console.error(
    isTaken
      ? `Port ${parsed.options.port} is taken. Stop what listens there, or choose another one with --port.`
      : `The emulator could not start: ${String(error)}`,
  );
  process.exit(1);
}
