/** A whole number with a thin group mark every three digits, the same on server and in browsers: `12,480`. */
export function count(value: number): string {
  return String(Math.trunc(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}
