import { pages, pathOf } from "#e2e/http/routes.ts";
import { HEADERS, spellings } from "#e2e/http/spellings.ts";
import { expect, test } from "#e2e/http/test.ts";

/** What any answer with something of the cloud in it would hold: ids of resources, the account, addresses. */
const CLOUD_DATA =
  /\b(eni|i|vpc|vsw|sg)-(bp1|2ze|t4n|uf6|gw8)[a-z0-9]{4}|1000000000000001|\b(10|172|192)\.\d+\.\d+\.\d+|[0-9a-f]{64}/;

for (const page of pages().filter((each) => !["/sign-in", "/setup"].includes(each))) {
  test(`${page} gives a stranger no byte of the cloud, however it is asked for`, async ({ desk }) => {
    for (const path of spellings(pathOf(page))) {
      for (const headers of path === pathOf(page) || path.includes("_rsc") ? HEADERS : [{}, { rsc: "1" }]) {
        const answer = await desk.call(path, { headers });
        const what = `${path} ${JSON.stringify(headers)}`;
        expect(CLOUD_DATA.exec(withoutExamples(answer.text))?.[0], what).toBeUndefined();
        expect([200, 307, 308, 400, 404, 405], what).toContain(answer.status);
        expect(answer.headers.location ?? "/", what).toMatch(/^\/(?![/\\])/);
      }
    }
  });
}

/** The address that was asked for comes back in the link to the sign-in page; that is no news. */
function withoutExamples(text: string): string {
  return text.replaceAll(/i-bp1web10000000000000|eni-bp1web1primary000000/g, "");
}

test("what is looked for is there for someone who has signed in", async ({ people }) => {
  for (const headers of [{}, { rsc: "1" }]) {
    const page = await people.viewer.call("/instances", { headers });
    const answer = page.headers.location
      ? await people.viewer.call(page.headers.location, { headers })
      : page;
    expect(answer.status).toBe(200);
    expect(CLOUD_DATA.test(answer.text)).toBe(true);
  }
});

test("the other loopback name is sent here, other names are refused, and no redirect leads elsewhere", async ({
  desk,
}) => {
  const own = `http://localhost:${desk.port}`;
  const other = await desk.call("/instances?q=a%26b", { headers: { host: `127.0.0.1:${desk.port}` } });
  expect([other.status, other.headers.location]).toEqual([308, `${own}/instances?q=a%26b`]);
  for (const path of ["//elsewhere.example", "/\\elsewhere.example", "/\\/elsewhere.example"]) {
    for (const host of [`127.0.0.1:${desk.port}`, `localhost:${desk.port}`]) {
      const answer = await desk.call(path, { headers: { host } });
      expect([answer.status, answer.headers.location], `${host} ${path}`).toEqual([400, undefined]);
    }
  }
  for (const host of ["elsewhere.example", `localhost:${desk.port}.elsewhere.example`, "localhost:1"]) {
    expect((await desk.call("/sign-in", { headers: { host } })).status, host).toBe(421);
  }
});

test("a server action from outside finds nothing to run", async ({ desk, people }) => {
  for (const caller of [desk, people.viewer]) {
    for (const body of ["[]", '["$F1"]', '{"then":"$1:__proto__:then"}']) {
      const headers = { "next-action": "40".repeat(21), "content-type": "text/plain;charset=UTF-8" };
      const answer = await caller.call("/instances", { method: "POST", headers, body });
      expect([307, 400, 404, 409], answer.text).toContain(answer.status);
    }
  }
});
