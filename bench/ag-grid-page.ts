import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { opponentFolder } from "#bench/install-opponents.ts";

/** One row of the opponent's table: the texts that the product searches too. */
export type FlatRow = Readonly<Record<string, string>>;

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>AG Grid</title>
<style>html,body{margin:0;height:100%}#grid{height:calc(100vh - 40px)}</style>
<input type="search" aria-label="Search"><div id="grid"></div>
<script src="/ag-grid.js"></script>
<script>
const { createGrid, ClientSideRowModelModule, QuickFilterModule, RowApiModule } = agGrid;
fetch("/rows.json").then((answer) => answer.json()).then((rowData) => {
  const columnDefs = Object.keys(rowData[0]).map((field) => ({ field }));
  const api = createGrid(document.querySelector("#grid"), {
    rowData, columnDefs, cacheQuickFilter: true, getRowId: ({ data }) => data.networkInterfaceId,
  }, { modules: [ClientSideRowModelModule, QuickFilterModule, RowApiModule] });
  document.querySelector("input").addEventListener("input", ({ target }) => api.setGridOption("quickFilterText", target.value));
  window.shows = (total, first) => api.getDisplayedRowCount() === total &&
    document.querySelector('.ag-row[row-index="0"] [col-id="networkInterfaceId"]')?.textContent === first;
});
</script></html>`;

/** A page with AG Grid Community over `rows`, as its documentation sets it up: quick filter with cache, few modules. */
export async function serveAgGrid(
  rows: readonly FlatRow[],
): Promise<{ url: string; stop: () => Promise<void> }> {
  const script = join(opponentFolder("ag-grid-community"), "dist/ag-grid-community.min.js");
  const files: Readonly<Record<string, readonly [string, string]>> = {
    "/": ["text/html", PAGE],
    "/ag-grid.js": ["text/javascript", readFileSync(script, "utf8")],
    "/rows.json": ["application/json", JSON.stringify(rows)],
  };
  const server = createServer((request, response) => {
    const file = files[request.url ?? ""];
    response.writeHead(file ? 200 : 404, { "content-type": file?.[0] ?? "text/plain" }).end(file?.[1]);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
