// Next runs this file before any other code of ours in the browser.
import { config } from "zod";

// Zod asks whether it may compile its parsers, by trying. Our content security policy forbids that, and would report
// each try as a violation.
config({ jitless: true });
