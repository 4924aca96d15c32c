import "server-only";

import { err, ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import type { EcsClient } from "#lib/ecs/client.ts";

/** DescribeInstances, MaxResults: at most 100. */
const INSTANCES_PER_CALL = 100;
/** DescribeNetworkInterfaces, MaxResults: at most 500. */
const INTERFACES_PER_CALL = 500;
/** A page token that never ends must not keep us walking for ever: 4,000 pages are 2,000,000 ENIs. */
const MOST_PAGES = 4_000;

type Page<T> = { items: T[]; nextToken: string | null };

async function everyPage<T>(
  readPage: (nextToken: string | undefined) => Promise<Result<Page<T>, EcsFailure>>,
): Promise<Result<T[], EcsFailure>> {
  const items: T[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await readPage(nextToken);
    if (!answer.ok) return answer;
    items.push(...answer.value.items);
    if (answer.value.nextToken === null || answer.value.nextToken === nextToken) return ok(items);
    nextToken = answer.value.nextToken;
  }
  return err({
    kind: "outcome-unknown",
    cause: `more than ${MOST_PAGES} pages`,
    httpStatus: null,
    code: null,
    message: null,
    requestId: null,
  });
}

/** Everything one account has in one region. */
export interface Walk {
  instances: Instance[];
  networkInterfaces: NetworkInterface[];
}

/**
 * Reads all instances and all ENIs of a region, the two lists side by side, following NextToken
 * (TotalCount means nothing beside tokens). One failed page fails the walk: half a list is not shown as a whole one.
 */
export async function walkRegion(ecs: EcsClient, regionId: string): Promise<Result<Walk, EcsFailure>> {
  const [instances, networkInterfaces] = await Promise.all([
    everyPage(async (nextToken) => {
      const page = await ecs.describeInstances({
        regionId,
        maxResults: INSTANCES_PER_CALL,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      return page.ok ? ok({ items: page.value.instances, nextToken: page.value.nextToken }) : page;
    }),
    everyPage(async (nextToken) => {
      const page = await ecs.describeNetworkInterfaces({
        regionId,
        maxResults: INTERFACES_PER_CALL,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      return page.ok ? ok({ items: page.value.networkInterfaces, nextToken: page.value.nextToken }) : page;
    }),
  ]);
  if (!instances.ok) return instances;
  if (!networkInterfaces.ok) return networkInterfaces;
  return ok({ instances: instances.value, networkInterfaces: networkInterfaces.value });
}
