import process from "node:process";

/** `npm run bench -- --quick`: fewer pairs and shorter times, to see that it works. Its figures are none to quote. */
export const isQuick = process.argv.includes("--quick");

export function size({ full, quick }: { readonly full: number; readonly quick: number }): number {
  return isQuick ? quick : full;
}
