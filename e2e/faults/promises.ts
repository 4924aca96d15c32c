import type { Promised } from "#e2e/faults/promise.ts";
import { r1 } from "#e2e/faults/r1-intent-before-call.ts";
import { r2 } from "#e2e/faults/r2-nothing-lost.ts";
import { r3 } from "#e2e/faults/r3-cannot-audit.ts";
import { r4 } from "#e2e/faults/r4-outcome-or-unknown.ts";
import { r5 } from "#e2e/faults/r5-unknown-is-read.ts";
import { r6 } from "#e2e/faults/r6-one-send.ts";
import { r7 } from "#e2e/faults/r7-two-replicas.ts";
import { r8 } from "#e2e/faults/r8-edits-are-seen.ts";
import { r9 } from "#e2e/faults/r9-wrong-clocks.ts";
import { r10 } from "#e2e/faults/r10-throttling.ts";
import { r11 } from "#e2e/faults/r11-graceful-stop.ts";
import { r12 } from "#e2e/faults/r12-upgrade-and-restore.ts";

export const PROMISES: readonly Promised[] = [r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12];
