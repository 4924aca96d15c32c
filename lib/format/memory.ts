const UNITS = ["MiB", "GiB", "TiB"] as const;

/** Memory as ECS counts it (DescribeInstances, `Memory`, in MiB): `512 MiB`, `1.5 GiB`, `2 TiB`. */
export function memory(sizeMib: number): string {
  let size = sizeMib;
  let unit = 0;
  while (size >= 1_024 && unit < UNITS.length - 1) {
    size /= 1_024;
    unit += 1;
  }
  return `${Number(size.toFixed(1))} ${UNITS[unit]}`;
}
