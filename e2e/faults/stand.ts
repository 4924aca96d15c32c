import { Cloud } from "#e2e/faults/cloud.ts";
import { type Ground, newGround } from "#e2e/faults/database.ts";
import { Desk, type Variables, variablesOf } from "#e2e/faults/desk.ts";
import type { Run } from "#e2e/faults/promise.ts";

export interface Stand {
  readonly cloud: Cloud;
  readonly ground: Ground;
  /** Another core on the same database; all are ended with the stand. */
  desk(more?: Variables, wrapper?: readonly string[]): Promise<Desk>;
}

/** An emulator and a fresh database, for as long as `work` takes. */
export async function withStand<T>(
  { engine, random }: Run,
  cloudSettings: { enis: number; detachMs?: number; detachesPerMinute?: number },
  work: (stand: Stand) => Promise<T>,
  under?: string,
): Promise<T> {
  const desks: Desk[] = [];
  const ground = await newGround(engine, under);
  const cloud = await Cloud.start({ randomSeed: random.below(1_000_000), ...cloudSettings });
  const desk = async (more: Variables = {}, wrapper: readonly string[] = []) => {
    const started = await Desk.start(variablesOf(ground.variables, cloud.url, more), ground.folder, wrapper);
    desks.push(started);
    return started;
  };
  try {
    return await work({ cloud, ground, desk });
  } finally {
    await Promise.all(desks.map((each) => each.kill()));
    await cloud.stop();
    await ground.remove();
  }
}
