import { asChange, said } from "#e2e/http/call.ts";
import { MAY, METHODS, WITHOUT_ROLES } from "#e2e/http/rights.ts";
import { apiRoutes, pages, pathOf } from "#e2e/http/routes.ts";
import { expect, ROLES, test } from "#e2e/http/test.ts";

/** Every event of the log ends in one. */
const HASH = /[0-9a-f]{64}/;

test("every route of the build is in the table", () => {
  expect([...Object.keys(MAY), ...WITHOUT_ROLES].sort()).toEqual(apiRoutes());
});

for (const [route, methods] of Object.entries(MAY)) {
  for (const method of METHODS) {
    const allowed = methods[method];
    test(`${method} ${route} is for ${allowed?.join(", ") ?? "nobody"}`, async ({ cloud, people }) => {
      const sent = (await cloud.detaches()).length;
      for (const role of ROLES) {
        const answer = await people[role].call(pathOf(route), method === "GET" ? {} : asChange({}));
        if (allowed === undefined) expect(answer.status, role).toBe(405);
        else if (!allowed.includes(role)) {
          expect([answer.status, said(answer).type], role).toEqual([403, "not-permitted"]);
        } else expect([200, 400, 404], `${role} ${answer.text}`).toContain(answer.status);
      }
      expect((await cloud.detaches()).length).toBe(sent);
    });
  }
}

test("no page and no route takes another method", async ({ people }) => {
  for (const path of [...pages(), ...apiRoutes()].map((route) => pathOf(route))) {
    for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]) {
      const answer = await people.admin.call(path, { method });
      expect([answer.status, said(answer).type], `${method} ${path}`).toEqual([405, "method-not-allowed"]);
    }
  }
});

for (const role of ROLES.filter((each) => each !== "operator")) {
  test(`a ${role} who asks for a detach is refused, and an auditor sees it`, async ({ cloud, people }) => {
    const ask = await cloud.refusedAsk();
    const answer = await people[role].call("/api/requests", asChange(ask));
    expect([answer.status, said(answer).type]).toEqual([403, "not-permitted"]);
    expect(await cloud.detaches(ask.networkInterfaceId)).toEqual([]);
    const log = await people.auditor.call(`/api/audit?action=permission.refused&actor=${role}`);
    expect(said(log).items?.[0]).toMatchObject({
      actor: { name: role, roles: [role] },
      result: "refused",
      after: { permission: "requests.ask", method: "POST", path: "/api/requests" },
    });
  });
}

for (const role of ROLES.filter((each) => each !== "auditor")) {
  test(`the audit page shows ${role} no event`, async ({ people }) => {
    for (const headers of [{}, { rsc: "1" }]) {
      const answer = await people[role].call("/audit", { headers });
      expect(HASH.test(answer.text), "an event of the log").toBe(false);
    }
    const { text } = await people.auditor.call("/audit");
    expect(HASH.test(text), "an event of the log").toBe(true);
  });
}
