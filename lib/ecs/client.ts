import "server-only";
import type { Clock } from "#lib/core/clock.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { InstanceType } from "#lib/domain/instance-type.ts";
import type { Region } from "#lib/domain/region.ts";
import {
  type AttachNetworkInterfaceInput,
  attachNetworkInterfaceCall,
} from "#lib/ecs/attach-network-interface.ts";
import { type CallContext, callEcs, type EcsCall, type EcsCallLog } from "#lib/ecs/call.ts";
import type { CallBudget } from "#lib/ecs/call-budget.ts";
import type { EcsAnswer } from "#lib/ecs/classify-answer.ts";
import type { CredentialsSource } from "#lib/ecs/credentials.ts";
import {
  type DescribeInstanceTypesInput,
  describeInstanceTypesCall,
  readInstanceTypes,
} from "#lib/ecs/describe-instance-types.ts";
import {
  type DescribeInstancesAnswer,
  type DescribeInstancesInput,
  describeInstancesCall,
  isDryRunSuccess,
  readInstances,
} from "#lib/ecs/describe-instances.ts";
import {
  type DescribeNetworkInterfacesAnswer,
  type DescribeNetworkInterfacesInput,
  describeNetworkInterfacesCall,
  readNetworkInterfaces,
} from "#lib/ecs/describe-network-interfaces.ts";
import { type DescribeRegionsInput, describeRegionsCall, readRegions } from "#lib/ecs/describe-regions.ts";
import {
  type DescribeVSwitchesAnswer,
  type DescribeVSwitchesInput,
  describeVSwitchesCall,
  readVSwitches,
} from "#lib/ecs/describe-vswitches.ts";
import {
  type DetachNetworkInterfaceInput,
  detachNetworkInterfaceCall,
} from "#lib/ecs/detach-network-interface.ts";
import type { EndpointSource } from "#lib/ecs/endpoints.ts";
import {
  type CallerIdentity,
  getCallerIdentityCall,
  readCallerIdentity,
} from "#lib/ecs/get-caller-identity.ts";
import { ServerClock } from "#lib/ecs/server-clock.ts";
import { createTransport, type Transport, type WriteGate } from "#lib/ecs/transport.ts";

export interface EcsClientOptions {
  accountId: string;
  credentials: CredentialsSource;
  endpoints: EndpointSource;
  /** Shared by the clients of several accounts; each makes its own without it. */
  transport?: Transport | undefined;
  clock: Clock;
  /** Shared by the clients of several accounts, like the transport. */
  serverClock?: ServerClock | undefined;
  log?: EcsCallLog | undefined;
  /** Shared by all clients of the process. */
  budget?: CallBudget | undefined;
}

/**
 * ECS as one account sees it. Every method sends at most one request of its action, never repeats it and never
 * throws for what the network or ECS does; see `EcsFailure` for the four ways it can fail. A read that ends in
 * `outcome-unknown` may be repeated by the caller; a change must be looked at first.
 */
export interface EcsClient {
  readonly accountId: string;
  /** Whose credentials these are; needs no permission. */
  getCallerIdentity(): Promise<Result<CallerIdentity, EcsFailure>>;
  describeRegions(
    input?: DescribeRegionsInput,
  ): Promise<Result<{ requestId: string; regions: Region[] }, EcsFailure>>;
  /** One page. With `dryRun` a success has no instances, and a missing permission is `rejected`. */
  describeInstances(input: DescribeInstancesInput): Promise<Result<DescribeInstancesAnswer, EcsFailure>>;
  /** One page. */
  describeNetworkInterfaces(
    input: DescribeNetworkInterfacesInput,
  ): Promise<Result<DescribeNetworkInterfacesAnswer, EcsFailure>>;
  /** One page of the vSwitches, asked of the VPC product. */
  describeVSwitches(input: DescribeVSwitchesInput): Promise<Result<DescribeVSwitchesAnswer, EcsFailure>>;
  /** Of at most TYPES_PER_CALL types. */
  describeInstanceTypes(input: DescribeInstanceTypesInput): Promise<Result<InstanceType[], EcsFailure>>;
  /** Begins to open the connection for a change in this region that is about to be made. Sends nothing of it. */
  openAhead(regionId: string): void;
  /** Success means that ECS accepted the request, not that the ENI is detached. */
  detachNetworkInterface(
    input: DetachNetworkInterfaceInput,
    gate?: WriteGate,
  ): Promise<Result<{ requestId: string }, EcsFailure>>;
  /** Success means that ECS accepted the request, not that the ENI is attached. */
  attachNetworkInterface(
    input: AttachNetworkInterfaceInput,
    gate?: WriteGate,
  ): Promise<Result<{ requestId: string }, EcsFailure>>;
}

/** Both list actions take this many ids at most. */
const MAX_IDS = 100;

/** A region that was not listed is not asked for again sooner than this. */
const REGIONS_FRESH_MS = 60_000;

export function createEcsClient(options: EcsClientOptions): EcsClient {
  const { accountId, credentials, endpoints, clock, log, budget } = options;
  const transport = options.transport ?? createTransport();
  const serverClock = options.serverClock ?? new ServerClock();
  const context: CallContext = { accountId, credentials, transport, clock, serverClock, log, budget };

  const describeRegions: EcsClient["describeRegions"] = async (input = {}) => {
    const answer = await callEcs(context, ok(endpoints.central()), describeRegionsCall(input));
    const regions = answer.ok ? readRegions(answer.value) : answer;
    if (regions.ok) endpoints.learn(regions.value.regions);
    return regions;
  };

  const callRegion = async (
    regionId: string,
    call: EcsCall,
    endpointOf = endpoints.ofRegion,
  ): Promise<Result<EcsAnswer, EcsFailure>> => {
    const refusal = await refuseUnknownRegion(regionId);
    if (!refusal) return callEcs(context, endpointOf(regionId), call);
    // Whatever became of DescribeRegions, the change itself was not sent.
    return err(call.isChange ? { kind: "not-sent", cause: sentenceFor(regionId, refusal) } : refusal);
  };

  let regionsReadAt = Number.NEGATIVE_INFINITY;

  /** After a restart no region is known yet; asking here spares every caller the order of things. */
  const refuseUnknownRegion = async (regionId: string): Promise<EcsFailure | null> => {
    if (endpoints.ofRegion(regionId).ok) return null;
    if (clock.now() - regionsReadAt > REGIONS_FRESH_MS) {
      const read = await describeRegions();
      if (!read.ok) return read.error;
      regionsReadAt = clock.now();
    }
    const endpoint = endpoints.ofRegion(regionId);
    return endpoint.ok ? null : { kind: "not-sent", cause: endpoint.error };
  };

  return {
    accountId,
    async getCallerIdentity() {
      const answer = await callEcs(context, ok(endpoints.identity()), getCallerIdentityCall());
      return answer.ok ? readCallerIdentity(answer.value) : answer;
    },
    describeRegions,
    async describeInstances(input) {
      const refusal = refuseIds(input.instanceIds);
      if (refusal) return err(refusal);
      const answer = await callRegion(input.regionId, describeInstancesCall(input));
      if (answer.ok) return readInstances(answer.value, accountId, input.regionId);
      if (!input.dryRun || !isDryRunSuccess(answer.error)) return answer;
      return ok({ requestId: answer.error.requestId, instances: [], nextToken: null, total: null });
    },
    async describeNetworkInterfaces(input) {
      const refusal = refuseIds(input.networkInterfaceIds);
      if (refusal) return err(refusal);
      const answer = await callRegion(input.regionId, describeNetworkInterfacesCall(input));
      return answer.ok ? readNetworkInterfaces(answer.value, accountId, input) : answer;
    },
    async describeVSwitches(input) {
      const answer = await callRegion(input.regionId, describeVSwitchesCall(input), endpoints.vpcOfRegion);
      return answer.ok ? readVSwitches(answer.value) : answer;
    },
    async describeInstanceTypes(input) {
      const answer = await callRegion(input.regionId, describeInstanceTypesCall(input));
      return answer.ok ? readInstanceTypes(answer.value) : answer;
    },
    openAhead(regionId) {
      const endpoint = endpoints.ofRegion(regionId);
      if (endpoint.ok) transport.openAhead(endpoint.value);
    },
    async detachNetworkInterface(input, gate) {
      const answer = await callRegion(input.regionId, detachNetworkInterfaceCall(input, gate));
      return answer.ok ? ok({ requestId: answer.value.requestId }) : answer;
    },
    async attachNetworkInterface(input, gate) {
      const answer = await callRegion(input.regionId, attachNetworkInterfaceCall(input, gate));
      return answer.ok ? ok({ requestId: answer.value.requestId }) : answer;
    },
  };
}

/** An empty list would not filter at all, and ask for everything. */
function refuseIds(ids: readonly string[] | undefined): EcsFailure | null {
  if (ids === undefined || (ids.length > 0 && ids.length <= MAX_IDS)) return null;
  return { kind: "not-sent", cause: `a list of ids must hold 1 to ${MAX_IDS}, this one holds ${ids.length}` };
}

function sentenceFor(regionId: string, failure: EcsFailure): string {
  const why =
    failure.kind === "not-sent" || failure.kind === "outcome-unknown" ? failure.cause : failure.code;
  return `the region ${regionId} is not known: ${why}`;
}
