/** The lines of a text that a list does not have yet, each once, and how many were left out for being there. Blank ones say nothing. */
export function added(have: readonly string[], text: string): { lines: string[]; same: number } {
  const known = new Set(have);
  const lines: string[] = [];
  let same = 0;
  for (const written of text.split(/\r\n|\r|\n/)) {
    const line = written.trim();
    if (line === "") continue;
    if (known.has(line)) same++;
    else lines.push(line);
    known.add(line);
  }
  return { lines, same };
}
