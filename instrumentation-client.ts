// Next runs this file before any other code of ours in the browser.

// Zod asks whether it may compile its parsers, by trying. Our content security policy forbids that, and would report
// each try as a violation. This is where zod keeps what `config` sets; calling that would load zod with every page.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

// Makes this file a module.
export {};
