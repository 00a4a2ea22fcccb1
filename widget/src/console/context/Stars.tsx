import type { Rating } from "../http";
import { strings } from "../strings";
import "./stars.css";

/** A rating: filled and empty stars, and whether the matter was solved. */
export function Stars({ rating }: { rating: Pick<Rating, "stars" | "solved"> }) {
  const { stars, solved } = rating;
  return (
    <span className="stars" data-bad={stars <= 2 || solved === false}>
      <span role="img" aria-label={`${stars} / 5`}>{"★".repeat(stars) + "☆".repeat(Math.max(0, 5 - stars))}</span>
      {solved !== undefined && <span className="soft"> {solved ? strings.events.solved : strings.events.unsolved}</span>}
    </span>
  );
}
