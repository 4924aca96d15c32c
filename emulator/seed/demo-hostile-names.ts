import type { FleetBuilder, Subnet } from "#emulator/seed/fleet-builder.ts";

/** Texts that have broken pages, spreadsheets, terminals and queries. ECS would refuse some; an imported tag may hold any. */
export const HOSTILE_NAMES = [
  "<img src=x onerror=alert(1)>",
  '=HYPERLINK("http://x","y")',
  "invoice\u202Egpj.exe",
  `${"very-long-".repeat(12)}end`,
  "🚀 火箭 👩‍👩‍👧‍👦",
  '"; DROP TABLE network_interfaces; --',
  "first line\nsecond line \u001B[31mred\u001B[0m",
] as const;

export function addHostileNames(builder: FleetBuilder, subnets: readonly Subnet[]): void {
  const subnet = subnets[0];
  if (!subnet) throw new Error("the region has no zone");
  HOSTILE_NAMES.forEach((name, index) => {
    const word = `hostile${index + 1}`;
    const instance = builder.instance(subnet, {
      word,
      name,
      InstanceType: "ecs.g7.large",
      Description: name,
    });
    builder.eni(subnet, {
      word: `${word}eni`,
      name,
      Description: name,
      Status: "InUse",
      InstanceId: instance.InstanceId,
      Tags: [{ TagKey: "note", TagValue: name.slice(0, 128) }],
    });
  });
}
