import type { PageProps } from "./props";

/** Under construction in this very hour; the routes may point here. */
export default function Floor({ staff }: PageProps) {
  return <section className="page" aria-label="Floor">{staff.name}</section>;
}
