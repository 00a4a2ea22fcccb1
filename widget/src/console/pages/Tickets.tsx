import type { PageProps } from "./props";

/** Under construction in this very hour; the routes may point here. */
export default function Tickets({ staff }: PageProps) {
  return <section className="page" aria-label="Tickets">{staff.name}</section>;
}
