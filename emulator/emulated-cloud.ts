import { FaultBook } from "#emulator/control/fault-book.ts";
import { Journal } from "#emulator/control/journal.ts";
import { NonceBook } from "#emulator/pipeline/nonce-book.ts";
import { QuotaCounter } from "#emulator/pipeline/quota.ts";
import type { Settings } from "#emulator/settings.ts";
import { Trail } from "#emulator/trail/trail.ts";
import { EmulatorClock } from "#emulator/world/clock.ts";
import { requestIdSource, SeededRandom } from "#emulator/world/random.ts";
import type { Seed } from "#emulator/world/seed-schema.ts";
import { World } from "#emulator/world/world.ts";

/** Everything a running emulator holds. A reset replaces all of it at once. */
export type EmulatedCloud = {
  readonly settings: Settings;
  readonly clock: EmulatorClock;
  readonly world: World;
  readonly faults: FaultBook;
  readonly journal: Journal;
  readonly nonces: NonceBook;
  readonly quota: QuotaCounter;
  readonly trail: Trail;
  readonly random: SeededRandom;
  readonly nextRequestId: () => string;
};

/** Seed of chances and temporary keys when none is given; RequestIds are then random. */
const DEFAULT_RANDOM_SEED = 1;

export function createCloud(seed: Seed, settings: Settings, randomSeed: number | undefined): EmulatedCloud {
  const clock = new EmulatorClock();
  const random = new SeededRandom(randomSeed ?? DEFAULT_RANDOM_SEED);
  return {
    settings,
    clock,
    world: new World(seed, clock),
    faults: new FaultBook(randomSeed ?? DEFAULT_RANDOM_SEED),
    journal: new Journal(),
    nonces: new NonceBook(),
    quota: new QuotaCounter(),
    trail: new Trail(clock, settings.trailLagMs),
    random,
    nextRequestId: requestIdSource(randomSeed),
  };
}
