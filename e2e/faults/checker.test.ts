import { describe, expect, it } from "vitest";
import { contradictions, type Oracle } from "#e2e/faults/checker.ts";
import type { Call } from "#e2e/faults/cloud.ts";
import type { Dump } from "#e2e/faults/desk.ts";

const ENI = "eni-bp1checked000000000";
const INSTANCE = "i-bp1checked0000000000";
const REQUEST_ID = "00000000-0000-0000-0000-000000000001";
const at = (seconds: number) => `2026-11-24T08:00:${String(seconds).padStart(2, "0")}.000Z`;

type Request = Dump["requests"][number];
type Attempt = Dump["attempts"][number];

const request: Request = {
  id: "request-1",
  action: "detach",
  account_id: "1000000000000001",
  region_id: "cn-hangzhou",
  instance_id: INSTANCE,
  network_interface_id: ENI,
  trunk_network_interface_id: null,
  state: "detached",
  asked_by_user_id: "operator",
  asked_by_name: "operator",
  asked_at: at(0),
  updated_at: at(9),
  ended_at: at(9),
  reason: "an honest reason",
  ticket: null,
  outcome: "detached",
  evidence: "answered",
  ecs_request_id: REQUEST_ID,
  code: null,
  detaching_since: null,
  send_deadline: null,
  fence: 4,
  snapshot: "{}",
  warnings: "[]",
  blockers: "[]",
  from_address: "127.0.0.1",
  from_user_agent: "test",
  correlation_id: "c",
  lease_holder: null,
  lease_until: null,
  origin_request_id: null,
};

const attempt: Attempt = {
  request_id: "request-1",
  number: 1,
  sent_at: at(1),
  answered_at: at(3),
  result: "accepted",
  ecs_request_id: REQUEST_ID,
  http_status: 200,
  code: null,
  message: null,
  recommend: null,
};

function event(seq: number, action: string, body: object, more: Partial<Dump["events"][number]> = {}) {
  return {
    seq,
    at: at(seq),
    schema_version: 1,
    action: `request.${action}`,
    result: "ok",
    actor_issuer: "local",
    actor_subject: "operator",
    actor_name: "operator",
    account_id: null,
    region_id: null,
    instance_id: null,
    network_interface_id: ENI,
    ecs_request_id: null,
    request_id: "request-1",
    ticket: null,
    correlation_id: "c",
    body: JSON.stringify(body),
    prev_hash: "",
    hash: "",
    ...more,
  };
}

const events = [
  event(1, "asked", {}),
  event(2, "sent", { attempt: 1, after: { claim: { until: at(6) } } }, { at: at(1) }),
  event(3, "answered", { attempt: 1 }, { ecs_request_id: REQUEST_ID }),
  event(4, "ended", { after: { state: "detached" } }),
];

const call: Call = {
  seq: 7,
  action: "DetachNetworkInterface",
  at: at(2),
  params: { NetworkInterfaceId: ENI },
  httpStatus: 200,
  requestId: REQUEST_ID,
  applied: true,
  faults: [],
};

const gone = new Map([[ENI, { status: "Available", instanceId: "" }]]);
const attached = new Map([[ENI, { status: "InUse", instanceId: INSTANCE }]]);

interface Change {
  request?: Partial<Request>;
  attempt?: Partial<Attempt>;
  events?: Dump["events"];
  oracle?: Partial<Oracle>;
}

function checked(change: Change = {}): string {
  const dump: Dump = {
    requests: [{ ...request, ...change.request }],
    attempts: [{ ...attempt, ...change.attempt }],
    events: change.events ?? events,
  };
  return contradictions(dump, { calls: [call], world: gone, ...change.oracle }).join("\n");
}

describe("the checker", () => {
  it("has nothing to say of a detach that is told as it was", () => {
    expect(checked()).toBe("");
  });

  it.each<[string, Change, string]>([
    [
      "a second call",
      { oracle: { calls: [call, { ...call, requestId: "another" }] } },
      "belongs to no attempt",
    ],
    ["an invented RequestId", { oracle: { calls: [] } }, "ECS never gave the RequestId"],
    ["a RequestId of another ENI", { oracle: { calls: [{ ...call, params: {} }] } }, "was for another ENI"],
    [
      "an acceptance that ECS did not give",
      { oracle: { calls: [{ ...call, applied: false }] } },
      "ECS did not accept",
    ],
    ["an ENI that is still there", { oracle: { world: attached } }, "it says detached, and the ENI is InUse"],
    ["an end that never came", { request: { state: "unknown", ended_at: null } }, "it never came to an end"],
    [
      "a claim without an answer",
      { attempt: { result: "unknown", ecs_request_id: null } },
      "claims the detach for itself",
    ],
    [
      "a detach that is told as not sent",
      { request: { state: "not-sent", outcome: "attached" } },
      "nothing was sent, and ECS has done it",
    ],
    ["a missing event", { events: events.filter(({ seq }) => seq !== 3) }, "not numbered without a gap"],
    ["an answer without its event", { events: events.slice(0, 2) }, "0 events tell of its answer"],
    [
      "a call after its claim",
      {
        events: events.map((each) =>
          each.seq === 2 ? { ...each, body: each.body.replace(at(6), at(1)) } : each,
        ),
      },
      "its claim ended at",
    ],
    ["a call after it was given up", { oracle: { calls: [{ ...call, at: at(5) }] } }, "left at"],
    ["a call before its intent", { oracle: { calls: [{ ...call, at: at(0) }] } }, "before it was recorded"],
  ])("sees %s", (_what, change, problem) => {
    expect(checked(change)).toContain(problem);
  });

  it("draws nothing from where an ENI stands that somebody else has moved", () => {
    expect(checked({ oracle: { world: attached, touched: new Set([ENI]) } })).toBe("");
  });
});
