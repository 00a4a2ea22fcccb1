import { Button } from "antd";
import { useChanges, useVersions } from "../queries";
import { words } from "../words";

const w = words.live;

/** What customers are answered from now, and how much of what editors changed is not yet in it. */
export function LiveBar({ pending }: { pending(): void }) {
  const versions = useVersions(1).data;
  const counts = useChanges({}, 1).data?.counts;
  const live = versions?.items.find((v) => v.live)?.number;
  const open = counts && counts.draft + counts.review + counts.approved;
  return (
    <p className="live-bar" role="status">
      {live !== undefined && <span>{w.version(live)}</span>}
      {counts && (
        <Button type="link" size="small" onClick={pending} title={w.parts(counts.draft, counts.review, counts.approved)}>
          {open === 0 ? w.none : w.pending(counts.approved, open ?? 0)}
        </Button>
      )}
    </p>
  );
}
