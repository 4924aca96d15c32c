import "server-only";

import type { Clock } from "#lib/core/clock.ts";
import type { EcsClient } from "#lib/ecs/client.ts";
import { TYPES_PER_CALL } from "#lib/ecs/describe-instance-types.ts";

/** A type that could not be read, or that ECS did not tell of, is not asked for again sooner. */
const ASK_AGAIN_MS = 600_000;

/**
 * How many ENIs instances of each type take. A type is the same in every region and account and never changes, so it
 * is asked for once. Without the right to ask, nothing is known, and nothing is made up.
 */
export class InstanceTypes {
  readonly #clock: Clock;
  readonly #eniQuantity = new Map<string, number>();
  readonly #askedAt = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Undefined while it is not known. */
  eniQuantityOf(instanceType: string): number | undefined {
    return this.#eniQuantity.get(instanceType);
  }

  /** Reads those types that are not known; true when something was learnt. Never rejects. */
  async learn(ecs: EcsClient, regionId: string, instanceTypes: Iterable<string>): Promise<boolean> {
    const now = this.#clock.now();
    const unknown = [...new Set(instanceTypes)].filter(
      (type) =>
        type !== "" &&
        !this.#eniQuantity.has(type) &&
        now - (this.#askedAt.get(type) ?? Number.NEGATIVE_INFINITY) >= ASK_AGAIN_MS,
    );
    for (const type of unknown) this.#askedAt.set(type, now);
    const calls = Array.from({ length: Math.ceil(unknown.length / TYPES_PER_CALL) }, (_, index) =>
      unknown.slice(index * TYPES_PER_CALL, (index + 1) * TYPES_PER_CALL),
    );
    const before = this.#eniQuantity.size;
    for (const asked of calls) {
      const types = await ecs.describeInstanceTypes({ regionId, instanceTypes: asked, priority: "walk" });
      if (!types.ok) break;
      for (const { instanceTypeId, eniQuantity } of types.value)
        this.#eniQuantity.set(instanceTypeId, eniQuantity);
    }
    return this.#eniQuantity.size > before;
  }
}
