import { writeFileSync } from "node:fs";
import { billOfMaterials } from "#scripts/bill-of-materials.ts";
import { readLockfile, readManifest } from "#scripts/lockfile.ts";

/** `npm run -s sbom [FILE]`: a CycloneDX bill of materials of everything in the lockfile, to FILE or standard output. */
const bill = billOfMaterials(readManifest(), readLockfile());
const text = `${JSON.stringify(bill, null, 2)}\n`;
const [file] = process.argv.slice(2);
if (file === undefined) process.stdout.write(text);
else writeFileSync(file, text);
