/** Shows one running emulator: clock, faults, journal, world. Everything is text; nothing is ever parsed as markup. */

/** Rows shown of any table; the search finds the others. */
const ROWS_SHOWN = 200;
const POLL_MS = 1_000;
/** A world larger than this is read again only when asked for. */
const SMALL_WORLD = 2_000;

/** Every kind of fault with the fields it needs. */
const FAULT_FIELDS = {
  error: { code: "InternalError" },
  throttle: {},
  latency: { ms: 500, p99Ms: 3000 },
  stuck: {},
  "drop-before": {},
  "drop-after": {},
  hang: {},
  "apply-late": { ms: 5000 },
  truncate: {},
  html: {},
  "no-request-id": {},
  "duplicate-request-id": {},
  "content-type": { value: "text/plain" },
  "slow-body": { ms: 5000 },
  redirect: { to: "http://127.0.0.1:9/" },
  "stale-reads": { ms: 10000 },
  "page-token-expired": {},
  "page-repeat": { rows: 1 },
  "page-omit": { rows: 1 },
};

const byId = (id) => document.getElementById(id);

const shown = { world: { instances: [], networkInterfaces: [] }, lastSeq: 0, calls: [] };

async function door(method, path, body) {
  const response = await fetch(`/_emulator${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error([answer.error, ...(answer.issues ?? [])].join(" "));
  return answer;
}

/** Runs one thing that was asked for and says what went wrong in it. */
async function attempt(what) {
  try {
    await what();
    byId("message").textContent = "";
  } catch (error) {
    byId("message").textContent = `${error.message}`;
  }
}

const plain = (text) => ({ text });
const id = (text) => ({ text, look: "id" });

/** Statuses in colour; the word says the same. */
function status(text) {
  if (/ing$/.test(text) && text !== "Running") return { text, look: "busy" };
  if (text === "CreateFailed") return { text, look: "bad" };
  return { text, look: ["Running", "InUse"].includes(text) ? "good" : "" };
}

function answer({ httpStatus, code }) {
  const text = `${httpStatus || "none"}${code ? ` ${code}` : ""}`;
  return { text, look: httpStatus === 200 && !code ? "good" : "bad" };
}

function fillTable(body, rows) {
  body.replaceChildren(
    ...rows.map((cells) => {
      const row = document.createElement("tr");
      for (const { text, look } of cells) {
        const cell = document.createElement("td");
        cell.textContent = text;
        cell.title = text;
        if (look) cell.className = look;
        row.append(cell);
      }
      return row;
    }),
  );
}

async function readClock() {
  const { now, frozen } = await door("GET", "/clock");
  byId("now").textContent = `${now.slice(0, 19).replace("T", " ")} UTC${frozen ? " (frozen)" : ""}`;
  byId("freeze").disabled = frozen;
  byId("resume").disabled = !frozen;
}

async function setClock(body) {
  await door("POST", "/clock", body);
  await readClock();
}

async function readFaults() {
  const { faults } = await door("GET", "/faults");
  byId("no-faults").hidden = faults.length > 0;
  byId("faults").replaceChildren(
    ...faults.map(({ id: faultId, match, fault, timesLeft, struck }) => {
      const item = document.createElement("li");
      const where = Object.keys(match).length > 0 ? ` where ${JSON.stringify(match)}` : "";
      const left = timesLeft === null ? "" : `, ${timesLeft} left`;
      const what = document.createElement("code");
      what.textContent = `${JSON.stringify(fault)}${where}`;
      item.append(faultId, what, `struck ${struck}${left}`);
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Remove";
      button.setAttribute("aria-label", `Remove ${faultId}`);
      button.addEventListener("click", () =>
        attempt(async () => {
          await door("DELETE", `/faults/${faultId}`);
          await readFaults();
        }),
      );
      item.append(button);
      return item;
    }),
  );
}

async function addFault() {
  const match = {};
  if (byId("fault-action").value) match.action = byId("fault-action").value;
  if (byId("fault-region").value) match.regionId = byId("fault-region").value;
  if (byId("fault-eni").value) match.networkInterfaceId = byId("fault-eni").value;
  const fields = JSON.parse(byId("fields").value || "{}");
  const times = byId("times").value;
  const chance = byId("chance").value;
  await door("POST", "/faults", {
    match,
    fault: { ...fields, kind: byId("kind").value },
    ...(times ? { times: Number(times) } : {}),
    ...(chance ? { probability: Number(chance) } : {}),
  });
  await readFaults();
}

/** Reads what is new; a number that is not the next one means that the journal began anew. */
async function readJournal() {
  const since = Math.max(0, shown.lastSeq - ROWS_SHOWN);
  let { calls } = await door("GET", `/journal?since=${since}`);
  if (calls.length === 0 && since > 0) calls = (await door("GET", "/journal?since=0")).calls;
  const newest = calls.at(-1)?.seq ?? 0;
  const hasNewWrite =
    calls.some((call) => call.applied && call.seq > shown.lastSeq) || newest < shown.lastSeq;
  shown.lastSeq = newest;
  byId("no-calls").hidden = calls.length > 0;
  byId("call-count").textContent = calls.length > 0 ? countText(newest) : "";
  fillTable(
    byId("journal"),
    calls
      .slice(-ROWS_SHOWN)
      .reverse()
      .map((call) => [
        plain(String(call.seq)),
        plain(call.at.slice(11, 23)),
        plain(call.action || "(unreadable)"),
        id(targetOf(call.params)),
        plain(call.accessKeyId),
        answer(call),
        plain(call.applied ? "yes" : ""),
        plain(call.faults.join(", ")),
        id(call.requestId),
      ]),
  );
  return hasNewWrite;
}

/** What a call was about, as far as one word says it. */
function targetOf(params) {
  return (
    params.NetworkInterfaceId ?? params["NetworkInterfaceId.1"] ?? params.InstanceId ?? params.RegionId ?? ""
  );
}

async function readWorld() {
  shown.world = await door("GET", "/world");
  showWorld();
}

function showWorld() {
  const wanted = byId("search").value.trim().toLowerCase();
  const matching = (rows) =>
    wanted === "" ? rows : rows.filter((row) => JSON.stringify(row).toLowerCase().includes(wanted));
  const enis = matching(shown.world.networkInterfaces);
  const instances = matching(shown.world.instances);
  byId("eni-count").textContent = countText(enis.length);
  byId("instance-count").textContent = countText(instances.length);
  fillTable(
    byId("enis"),
    enis
      .slice(0, ROWS_SHOWN)
      .map((eni) => [
        id(eni.NetworkInterfaceId),
        plain(eni.NetworkInterfaceName),
        plain(eni.Type),
        status(eni.Status),
        id(eni.InstanceId || eni.Attachment?.InstanceId || ""),
        plain(eni.PrivateIpSets.find((set) => set.Primary)?.PrivateIpAddress ?? ""),
        plain(eni.RegionId),
        plain(eni.AccountId),
      ]),
  );
  fillTable(
    byId("instances"),
    instances
      .slice(0, ROWS_SHOWN)
      .map((row) => [
        id(row.InstanceId),
        plain(row.InstanceName),
        status(row.Status),
        plain(row.InstanceType),
        plain(row.RegionId),
        plain(row.AccountId),
      ]),
  );
}

function countText(count) {
  return count > ROWS_SHOWN ? `(${ROWS_SHOWN} of ${count})` : `(${count})`;
}

async function poll() {
  if (!document.hidden) {
    await attempt(async () => {
      await readClock();
      const hasNewWrite = await readJournal();
      const isSmall = shown.world.networkInterfaces.length <= SMALL_WORLD;
      const isMoving = shown.world.networkInterfaces.some((eni) => /ing$/.test(eni.Status));
      if (isSmall && (hasNewWrite || isMoving)) await readWorld();
    });
  }
  setTimeout(() => void poll(), POLL_MS);
}

function onSubmit(id, what) {
  byId(id).addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt(what);
  });
}

for (const kind of Object.keys(FAULT_FIELDS)) byId("kind").append(new Option(kind));
const showFields = () => {
  byId("fields").value = JSON.stringify(FAULT_FIELDS[byId("kind").value]);
};
byId("kind").addEventListener("change", showFields);
showFields();
byId("freeze").addEventListener("click", () => attempt(() => setClock({ freeze: true })));
byId("resume").addEventListener("click", () => attempt(() => setClock({ resume: true })));
onSubmit("clock", () => setClock({ advanceMs: Math.round(Number(byId("seconds").value) * 1_000) }));
onSubmit("fault", addFault);
onSubmit("world", readWorld);
byId("search").addEventListener("input", showWorld);
await attempt(async () => {
  await readFaults();
  await readWorld();
});
void poll();
