import { DEMO_KEY } from "#emulator/client/signed-request.ts";
import { ACTION_CASES, type ActionCase } from "#emulator/conformance/action-cases.ts";
import { contains } from "#emulator/conformance/contains.ts";
import {
  askForXml,
  type VendorClient,
  vendorClients,
  XML_CLIENTS,
} from "#emulator/conformance/vendor-clients.ts";
import { startEmulator } from "#emulator/server.ts";

/** Lines of the README between which the table stands. */
export const TABLE_BEGINS = "<!-- conformance table: begins -->";
export const TABLE_ENDS = "<!-- conformance table: ends -->";

const NOT_OFFERED = "–";
const ANSWERED = "yes";

type Column = {
  readonly name: string;
  ask(url: string, one: ActionCase): Promise<string>;
};

/** Asks the emulator for every action with every client of the vendor's, and tells what came back as a table. */
export async function conformanceTable(): Promise<string> {
  const emulator = await startEmulator({ port: 0 });
  try {
    const columns = [...vendorClients(emulator.url, DEMO_KEY).map(jsonColumn), ...XML_CLIENTS.map(xmlColumn)];
    const rows: string[][] = [
      ["action", ...columns.map((column) => column.name), "keys and types from"],
      Array.from({ length: columns.length + 2 }, () => "---"),
    ];
    for (const one of ACTION_CASES) {
      const results: string[] = [];
      for (const column of columns) {
        await fetch(`${emulator.url}/_emulator/reset`, { method: "POST" });
        results.push(await column.ask(emulator.url, one));
      }
      rows.push([one.action, ...results, one.shape]);
    }
    return rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  } finally {
    await emulator.close();
  }
}

function jsonColumn(client: VendorClient): Column {
  return {
    name: `${client.name}, JSON`,
    ask: async (_url, { action, params, proof, version }) => {
      if (client.isEcsOnly && version !== undefined) return NOT_OFFERED;
      const result = await client.call(action, params, version);
      if (!result.ok) return `refused: ${result.refusal.code}`;
      return contains(result.body, proof) ? ANSWERED : "another answer";
    },
  };
}

function xmlColumn(client: (typeof XML_CLIENTS)[number]): Column {
  return {
    name: `${client.name}, XML`,
    ask: async (url, { action, params, version }) => {
      const xml = await askForXml(url, DEMO_KEY, { client, action, params, ...(version ? { version } : {}) });
      return isAnswerOf(action, xml) ? ANSWERED : "another answer";
    },
  };
}

/** A whole document of that action, with a RequestId. */
export function isAnswerOf(action: string, xml: string): boolean {
  const start = `<?xml version="1.0" encoding="UTF-8"?><${action}Response>`;
  return (
    xml.startsWith(start) &&
    xml.endsWith(`</${action}Response>`) &&
    /<RequestId>[0-9A-F-]{36}<\/RequestId>/.test(xml)
  );
}
