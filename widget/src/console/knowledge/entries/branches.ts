/** A category in the tree. */
export interface Branch {
  path: string;
  name: string;
  /** Entries in it and below it. */
  count: number;
  below: Branch[];
}

/** Paths with their numbers of entries as a tree; the order of the paths stays. A path without a number of its own has what is below it. */
export function branches(paths: readonly { path: string; count: number }[]): Branch[] {
  const roots: Branch[] = [];
  for (const { path, count } of paths) {
    let level = roots;
    let at = "";
    for (const name of path.split("/")) {
      at = at === "" ? name : `${at}/${name}`;
      const here = level.find((b) => b.path === at) ?? { path: at, name, count: 0, below: [] };
      if (!level.includes(here)) level.push(here);
      if (at === path) here.count = count;
      level = here.below;
    }
  }
  return roots.map(filled);
}

/** The paths that must be unfolded for a path to be seen with what is below it: its own and those above. */
export function leading(path: string | undefined): string[] {
  const names = path === undefined ? [] : path.split("/");
  return names.map((_, i) => names.slice(0, i + 1).join("/"));
}

function filled(b: Branch): Branch {
  const below = b.below.map(filled);
  return { ...b, below, count: b.count || below.reduce((sum, x) => sum + x.count, 0) };
}
