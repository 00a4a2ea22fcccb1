import type { PageProps } from "./props";

/** Under construction in this very hour; the routes may point here. */
export default function Reviews({ staff }: PageProps) {
  return <section className="page" aria-label="Reviews">{staff.name}</section>;
}
