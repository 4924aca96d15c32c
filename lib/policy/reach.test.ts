import { describe, expect, it } from "vitest";
import type { Grant, Place, Scope } from "#lib/domain/scope.ts";
import { EVERYWHERE, reachOf } from "#lib/policy/reach.ts";

const web = { key: "team", value: "web" };
const place: Place = { accountId: "1000000000000001", regionId: "cn-hangzhou", vpcId: "vpc-a", tags: [web] };
const operator = (scope: Scope | null): Grant[] => [{ role: "operator", scope }];
const asks = (scope: Scope | null) => reachOf(operator(scope), "requests.ask");

describe("a reach", () => {
  it.each<[string, Scope | null]>([
    ["no limit", null],
    ["its account", { accountIds: ["2", "1000000000000001"] }],
    ["its region", { regionIds: ["cn-hangzhou"] }],
    ["its VPC", { vpcIds: ["vpc-b", "vpc-a"] }],
    ["its tag", { tags: [{ key: "team", value: "shop" }, web] }],
    [
      "all of them",
      { accountIds: ["1000000000000001"], regionIds: ["cn-hangzhou"], vpcIds: ["vpc-a"], tags: [web] },
    ],
  ])("with %s includes a thing", (_what, scope) => {
    expect(asks(scope).includes(place)).toBe(true);
  });

  it.each<[string, Scope]>([
    ["another account", { accountIds: ["2"] }],
    ["another region", { regionIds: ["cn-beijing"] }],
    ["another VPC", { vpcIds: ["vpc-b"] }],
    ["another tag value", { tags: [{ key: "team", value: "web2" }] }],
    ["another case of the tag", { tags: [{ key: "Team", value: "web" }] }],
    ["its region and another VPC", { regionIds: ["cn-hangzhou"], vpcIds: ["vpc-b"] }],
    ["a list that is empty", { regionIds: [] }],
  ])("with %s does not", (_what, scope) => {
    expect(asks(scope).includes(place)).toBe(false);
  });

  it("takes what is not known of a thing for outside every limit on it", () => {
    expect(asks({ vpcIds: ["vpc-a"] }).includes({ ...place, vpcId: null })).toBe(false);
    expect(asks({ tags: [web] }).includes({ ...place, tags: null })).toBe(false);
    expect(asks({ regionIds: ["cn-hangzhou"] }).includes({ ...place, vpcId: null, tags: null })).toBe(true);
  });

  it("is that of the roles that give the permission, and of no other", () => {
    const grants: Grant[] = [
      { role: "viewer", scope: null },
      { role: "operator", scope: { regionIds: ["cn-beijing"] } },
      { role: "operator", scope: { regionIds: ["cn-shanghai"] } },
    ];
    expect(reachOf(grants, "inventory.read").includes(place)).toBe(true);
    expect(reachOf(grants, "requests.ask").includes(place)).toBe(false);
    expect(reachOf(grants, "requests.ask").includes({ ...place, regionId: "cn-shanghai" })).toBe(true);
    expect(reachOf(grants, "audit.read").scopes).toEqual([]);
    expect(reachOf([], "inventory.read").includes(place)).toBe(false);
    expect(reachOf([], "inventory.read").touches("1000000000000001")).toBe(false);
    expect(reachOf([{ role: "viewer", scope: null }], "inventory.read")).toBe(EVERYWHERE);
  });

  const tags = [web, { key: "env", value: "prod" }];
  const some = <T>(values: readonly T[]) => [undefined, ...values.map((value) => [value]), values];
  const scopes: Scope[] = some(["1", "2"]).flatMap((accountIds) =>
    some(["a", "b"]).flatMap((regionIds) =>
      some(["x", "y"]).flatMap((vpcIds) =>
        some(tags).map((each) => ({ accountIds, regionIds, vpcIds, tags: each })),
      ),
    ),
  );
  const places: Place[] = ["1", "2"].flatMap((accountId) =>
    ["a", "b"].flatMap((regionId) =>
      ["x", null].flatMap((vpcId) =>
        [null, [], [web], tags].map((each) => ({ accountId, regionId, vpcId, tags: each })),
      ),
    ),
  );

  it("touches every account and region of which it includes something", () => {
    let included = 0;
    for (const scope of scopes) {
      const reach = asks(scope);
      for (const thing of places.filter(reach.includes)) {
        included += 1;
        expect(reach.touches(thing.accountId, thing.regionId) && reach.touches(thing.accountId)).toBe(true);
      }
    }
    expect(included).toBeGreaterThan(1_000);
  });

  it("only widens with another grant", () => {
    const wrong = scopes.flatMap((one, index) => {
      const other = scopes[(index * 7 + 3) % scopes.length] ?? {};
      const both = reachOf([...operator(one), ...operator(other)], "requests.ask");
      return places.filter(
        (thing) => both.includes(thing) !== (asks(one).includes(thing) || asks(other).includes(thing)),
      );
    });
    expect(wrong).toEqual([]);
  });
});
