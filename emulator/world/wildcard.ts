/** Tests texts against a pattern in which `*` stands for any text. */
export function wildcardTest(pattern: string): (text: string) => boolean {
  if (pattern === "*") return () => true;
  const parts = pattern.split("*");
  if (parts.length === 1) return (text) => text === pattern;
  const source = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*");
  const whole = new RegExp(`^${source}$`, "s");
  return (text) => whole.test(text);
}
