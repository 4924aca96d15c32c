import type { Subnet } from "#emulator/seed/fleet-builder.ts";

export type DemoSubnets = Readonly<Record<"hangzhou" | "beijing" | "singapore", readonly Subnet[]>>;

/** Tags by key. */
export function tags(values: Readonly<Record<string, string>>): { TagKey: string; TagValue: string }[] {
  return Object.entries(values).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

export function zoneOf(subnets: readonly Subnet[], index: number): Subnet {
  const subnet = subnets[index];
  if (!subnet) throw new Error(`the region has no zone number ${index}`);
  return subnet;
}
