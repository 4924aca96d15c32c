import { createHash } from "node:crypto";
import { type LockedPackage, type Manifest, resolveFrom } from "#scripts/lockfile.ts";

interface Component {
  type: "library";
  "bom-ref": string;
  name: string;
  version: string;
  scope: "required" | "optional" | "excluded";
  hashes: { alg: "SHA-512"; content: string }[];
  licenses?: { expression: string }[];
  purl: string;
}

/** CycloneDX 1.6, https://cyclonedx.org/docs/1.6/json/ */
export interface BillOfMaterials {
  bomFormat: "CycloneDX";
  specVersion: "1.6";
  serialNumber: string;
  version: 1;
  metadata: { component: { type: "application"; "bom-ref": string; name: string; version: string } };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

/** The same lockfile makes the same bill, byte for byte: it has no date, and its serial number is a digest. */
export function billOfMaterials(manifest: Manifest, locked: readonly LockedPackage[]): BillOfMaterials {
  const root = `${manifest.name}@${manifest.version}`;
  const places = new Map(locked.map((each) => [each.place, each]));
  const refs = (place: string, names: readonly string[]): string[] =>
    [...new Set(names.flatMap((name) => resolveFrom(places, place, name) ?? []).map(purlOf))].sort();
  const needs = new Map<string, string[]>();
  for (const each of locked) {
    const { dependencies, optionalDependencies, peerDependencies } = each;
    const names = [dependencies, optionalDependencies, peerDependencies].flatMap((part) => Object.keys(part));
    const already = needs.get(purlOf(each)) ?? [];
    needs.set(purlOf(each), [...new Set([...already, ...refs(each.place, names)])].sort());
  }
  const direct = [manifest.dependencies, manifest.optionalDependencies, manifest.devDependencies];
  const rootNeeds = refs(
    "",
    direct.flatMap((part) => Object.keys(part)),
  );
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${digestUuid(JSON.stringify([manifest.version, locked]))}`,
    version: 1,
    metadata: {
      component: { type: "application", "bom-ref": root, name: manifest.name, version: manifest.version },
    },
    components: [...distinct(locked)].map(componentOf),
    dependencies: [
      { ref: root, dependsOn: rootNeeds },
      ...[...needs].sort().map(([ref, dependsOn]) => ({ ref, dependsOn })),
    ],
  };
}

/** One of each name and version; what is needed anywhere to run counts as needed. */
function distinct(locked: readonly LockedPackage[]): Iterable<LockedPackage> {
  const byPurl = new Map<string, LockedPackage>();
  for (const each of locked) {
    const seen = byPurl.get(purlOf(each)) ?? each;
    byPurl.set(purlOf(each), {
      ...seen,
      dev: seen.dev && each.dev,
      optional: seen.optional && each.optional,
    });
  }
  return byPurl.values();
}

function componentOf(each: LockedPackage): Component {
  const purl = purlOf(each);
  return {
    type: "library",
    "bom-ref": purl,
    name: each.name,
    version: each.version,
    // CycloneDX: `excluded` is what is not there when the product runs.
    scope: each.dev ? "excluded" : each.optional ? "optional" : "required",
    hashes: [{ alg: "SHA-512", content: sha512Of(each) }],
    ...(each.license === undefined ? {} : { licenses: [{ expression: each.license }] }),
    purl,
  };
}

function sha512Of({ integrity = "" }: LockedPackage): string {
  return Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex");
}

/** https://github.com/package-url/purl-spec: the @ of a scope is percent-encoded. */
export function purlOf({ name, version }: Pick<LockedPackage, "name" | "version">): string {
  return `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;
}

/** A digest in the shape of a UUID, version 8 (RFC 9562). */
function digestUuid(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
