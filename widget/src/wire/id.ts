/** Draws a client id: 128 random bits. (crypto.randomUUID is missing on plain http pages.) */
export function newID(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}
