import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { callV3 } from "#emulator/client/signed-request.ts";
import { checkSeed } from "#emulator/seed/check-seed.ts";
import { demoSeed } from "#emulator/seed/demo.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { AddressBooks } from "#emulator/world/address-books.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";
import { SeededRandom } from "#emulator/world/random.ts";
import type { VSwitchAddresses } from "#emulator/world/vswitch-addresses.ts";
import { hostInstanceId } from "#emulator/world/world.ts";

const REGION = "cn-hangzhou";
const ACCOUNT = "1000000000000001";
const STEPS = 250;

let emulator: RunningEmulator;
beforeEach(async () => {
  emulator = await startEmulator({ port: 0, randomSeed: 1 });
  emulator.cloud.clock.freeze();
});
afterEach(() => emulator.close());

type Params = Record<string, string>;
type Step = { action: string; params: Params };

const ACTIONS = [
  "DetachNetworkInterface",
  "AttachNetworkInterface",
  "CreateNetworkInterface",
  "DeleteNetworkInterface",
  "ModifyNetworkInterfaceAttribute",
  "AssignPrivateIpAddresses",
  "UnassignPrivateIpAddresses",
  "StopInstance",
  "StartInstance",
  "RebootInstance",
] as const;

/** Any action on any pair; half of the time one that has a chance to be accepted, or the walk would stand still. */
function nextStep(random: SeededRandom): Step {
  const { world } = emulator.cloud;
  const pick = <T>(items: readonly T[]): T => {
    const item = items[random.below(items.length)];
    if (item === undefined) throw new Error("nothing to choose from");
    return item;
  };
  const eni = pick([...world.networkInterfaces.all()].filter((row) => row.RegionId === REGION));
  const sameZone = [...world.instances.all()].filter((row) => row.ZoneId === eni.ZoneId);
  const wanted = random.next() < 0.5 ? world.instances.get(hostInstanceId(eni)) : undefined;
  const InstanceId = (wanted ?? pick(sameZone)).InstanceId;
  const NetworkInterfaceId = eni.NetworkInterfaceId;
  const action = pick(ACTIONS);
  const pair: Params = { RegionId: REGION, InstanceId, NetworkInterfaceId };
  switch (action) {
    case "CreateNetworkInterface": {
      const groups = eni.SecurityGroupIds[0] ?? "";
      const count = String(random.below(4));
      return {
        action,
        params: {
          RegionId: REGION,
          VSwitchId: eni.VSwitchId,
          SecurityGroupId: groups,
          SecondaryPrivateIpAddressCount: count,
          Ipv6AddressCount: String(1 + random.below(2)),
        },
      };
    }
    case "AssignPrivateIpAddresses":
      return {
        action,
        params: {
          ...pair,
          SecondaryPrivateIpAddressCount: String(1 + random.below(5)),
          ...(random.next() < 0.3 ? { Ipv4PrefixCount: "1" } : {}),
        },
      };
    case "UnassignPrivateIpAddresses": {
      const [prefix] = eni.Ipv4PrefixSets;
      const what: Params = prefix
        ? { "Ipv4Prefix.1": prefix }
        : { "PrivateIpAddress.1": pick(eni.PrivateIpSets).PrivateIpAddress };
      return { action, params: { ...pair, ...what } };
    }
    case "ModifyNetworkInterfaceAttribute":
      return { action, params: { ...pair, NetworkInterfaceName: `step-${random.below(1_000)}` } };
    default:
      return { action, params: pair };
  }
}

/** What must be true of the world after any step. */
function brokenInvariants(primaries: ReadonlyMap<string, string>): string[] {
  const { world } = emulator.cloud;
  const problems = checkSeed(world.toSeed());
  for (const eni of world.networkInterfaces.all()) {
    const { NetworkInterfaceId: id } = eni;
    if (eni.Status === "Available" && hostInstanceId(eni) !== "")
      problems.push(`${id} is Available on a host`);
    if (eni.Attachment && eni.InstanceId && eni.Attachment.InstanceId !== eni.InstanceId)
      problems.push(`${id} is on two instances`);
    if (eni.PrivateIpSets.filter((set) => set.Primary).length !== 1)
      problems.push(`${id} has not one primary address`);
  }
  for (const [id, host] of primaries) {
    if (world.networkInterfaces.get(id)?.InstanceId !== host)
      problems.push(`the primary ENI ${id} left ${host}`);
  }
  problems.push(...hostedTwice(), ...miscountedAddresses());
  return problems;
}

/** The book of each vSwitch must agree with one that is made from the rows. */
function miscountedAddresses(): string[] {
  const { world } = emulator.cloud;
  const fresh = new AddressBooks();
  for (const eni of world.networkInterfaces.all()) fresh.changed(undefined, eni);
  return [...world.vSwitches.values()].flatMap((vSwitch) => {
    const [kept, counted] = [world.addresses.of(vSwitch), fresh.of(vSwitch)];
    const next = { kept: nextAddresses(kept), counted: nextAddresses(counted) };
    return JSON.stringify(next.kept) === JSON.stringify(next.counted)
      ? []
      : [`${vSwitch.VSwitchId} is counted wrongly: ${JSON.stringify(next)}`];
  });
}

function nextAddresses(addresses: VSwitchAddresses) {
  const { availableCount } = addresses;
  return [availableCount, addresses.takeNext(), addresses.takeNextPrefix(), addresses.takeNextIpv6()];
}

/** The index of instances must agree with the rows. */
function hostedTwice(): string[] {
  const { world } = emulator.cloud;
  const hosts = Map.groupBy(
    [...world.instances.all()].flatMap((instance) =>
      world
        .networkInterfacesOn(instance.InstanceId)
        .map((eni: NetworkInterface) => ({ id: eni.NetworkInterfaceId, host: instance.InstanceId, eni })),
    ),
    ({ id }) => id,
  );
  return [...hosts].flatMap(([id, rows]) =>
    rows.length === 1 && rows[0] && hostInstanceId(rows[0].eni) === rows[0].host
      ? []
      : [`${id} is listed wrongly`],
  );
}

function hostsNow(): Map<string, string> {
  const attached = [...emulator.cloud.world.networkInterfaces.all()].filter(
    (eni) => hostInstanceId(eni) !== "",
  );
  return new Map(attached.map((eni) => [eni.NetworkInterfaceId, hostInstanceId(eni)]));
}

describe("any sequence of actions", () => {
  test.each([1, 2, 3, 4])("keeps the world in order and the journal true (walk %i)", async (seed) => {
    const random = new SeededRandom(seed);
    const primaries = new Map(
      demoSeed()
        .networkInterfaces.filter((eni) => eni.Type === "Primary")
        .map((eni) => [eni.NetworkInterfaceId, eni.InstanceId]),
    );
    const sent: { action: string; requestId: unknown; httpStatus: number }[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      const { action, params } = nextStep(random);
      const before = JSON.stringify(emulator.cloud.world.toSeed());
      const hosts = hostsNow();
      const nowMs = emulator.cloud.clock.now();
      const { httpStatus, body } = await callV3({ url: emulator.url, action, params, nowMs });
      sent.push({ action, requestId: body.RequestId, httpStatus });
      expect(httpStatus, `${action} ${JSON.stringify(body)}`).toBeLessThan(500);
      const isSame = JSON.stringify(emulator.cloud.world.toSeed()) === before;
      if (httpStatus !== 200) expect(isSame, `${action} was refused and changed something`).toBe(true);
      if (random.next() < 0.4) emulator.cloud.clock.advance(random.below(4_000));
      for (const [id, host] of hostsNow())
        expect(["", host], `${id} went from one instance to another`).toContain(hosts.get(id) ?? "");
      expect(brokenInvariants(primaries), `after step ${step}, ${action} ${JSON.stringify(params)}`).toEqual(
        [],
      );
    }
    const journal = emulator.cloud.journal.list({});
    expect(journal.map(({ action, requestId, httpStatus }) => ({ action, requestId, httpStatus }))).toEqual(
      sent,
    );
    expect(journal.every((entry) => entry.applied === (entry.httpStatus === 200))).toBe(true);
    // The trail tells the same story as the journal, in the same order.
    emulator.cloud.clock.advance(60_000);
    expect(emulator.cloud.trail.delivered(ACCOUNT).map((event) => event.requestId)).toEqual(
      sent.map((call) => call.requestId),
    );
    // A walk in which nothing or everything is accepted would show little.
    const accepted = sent.filter((call) => call.httpStatus === 200).length;
    expect(accepted).toBeGreaterThan(STEPS / 10);
    expect(accepted).toBeLessThan(STEPS);
  });
});
