/** The number that a dotted IPv4 address is, or undefined when the text is none. */
export function ipv4Number(text: string): number | undefined {
  const parts = text.split(".");
  const isAddress =
    parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return isAddress ? parts.reduce((sum, part) => sum * 256 + Number(part), 0) : undefined;
}

export function dotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
}

/** First number and size of a block like 10.1.0.0/20. */
export function ipv4Block(cidr: string): { start: number; size: number } | undefined {
  const [address = "", bits = ""] = cidr.split("/");
  const start = ipv4Number(address);
  if (start === undefined || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined;
  const size = 2 ** (32 - Number(bits));
  return start % size === 0 ? { start, size } : undefined;
}

/** MAC addresses begin with 00:16:3e on ECS. */
export function macAddress(ordinal: number): string {
  const tail = [16, 8, 0].map((shift) => ((ordinal >>> shift) & 255).toString(16).padStart(2, "0"));
  return ["00", "16", "3e", ...tail].join(":");
}

/** The ordinal that `macAddress` made an address from; 0 for an address of another kind. */
export function macOrdinal(mac: string): number {
  const [, tail] = /^00:16:3e:([0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2})$/i.exec(mac) ?? [];
  return tail === undefined ? 0 : Number.parseInt(tail.replaceAll(":", ""), 16);
}
