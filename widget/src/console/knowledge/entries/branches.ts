/** A category in the tree. */
export interface Branch {
  path: string;
  name: string;
  /** Entries in it and below it. */
  count: number;
  below: Branch[];
}

/** Paths with the numbers of entries that are exactly there, as a tree; the order of the paths stays. */
export function branches(paths: readonly { path: string; count: number }[]): Branch[] {
  const roots: Branch[] = [];
  for (const { path, count } of paths) {
    let level = roots;
    let at = "";
    for (const name of path.split("/")) {
      at = at === "" ? name : `${at}/${name}`;
      const here = level.find((b) => b.path === at) ?? { path: at, name, count: 0, below: [] };
      if (!level.includes(here)) level.push(here);
      here.count += count;
      level = here.below;
    }
  }
  return roots;
}
