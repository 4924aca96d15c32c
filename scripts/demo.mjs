import { runPrepared } from "./bootstrap.mjs";

runPrepared("scripts/demo.ts");
