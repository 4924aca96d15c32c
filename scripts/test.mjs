import { runPrepared } from "./bootstrap.mjs";

runPrepared("scripts/test.ts");
