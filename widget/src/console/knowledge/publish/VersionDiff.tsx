import { Drawer, InputNumber, Table, type TableColumnsType } from "antd";
import { useState } from "react";
import type { VersionChange } from "../api";
import { words } from "../publish-words";
import { useTwoVersions, useVersionDiff } from "../queries";
import { Comparison } from "../shared/Comparison";
import { words as shared } from "../words";
import { kindName } from "../shared/names";
import { Nothing } from "../shared/Trouble";

interface VersionDiffProps {
  version: number;
  /** Numbers of versions that there are. */
  others: readonly number[];
  close(): void;
}

const w = words.versionList;

/** What differs between two versions, piece by piece. */
export function VersionDiff({ version, others, close }: VersionDiffProps) {
  const first = Math.min(...others, version);
  const [against, setAgainst] = useState(Math.max(version - 1, 1));
  const [page, setPage] = useState(1);
  const asked = useVersionDiff(version, against, page);
  const columns: TableColumnsType<VersionChange> = [
    { title: words.list.kind, width: 100, render: (_, c) => kindName(c.kind) },
    { title: words.list.title, ellipsis: true, render: (_, c) => c.title || c.id },
    { title: words.list.what, width: 80, render: (_, c) => words.what[c.what] },
  ];
  return (
    <Drawer open title={w.diffTitle(version)} size={820} onClose={close}>
      <div className="publish-tools">
        {w.against}
        <InputNumber
          size="small" min={Math.min(1, first)} precision={0} value={against} aria-label={w.against}
          onChange={(n) => { if (n) { setAgainst(n); setPage(1); } }}
        />
      </div>
      {!asked.data && asked.error ? <Nothing asked={asked} /> : (
        <Table<VersionChange>
          rowKey={(c) => `${c.kind}/${c.id}`} size="small" columns={columns} dataSource={asked.data?.items ?? []} loading={asked.isPending || asked.isPlaceholderData}
          locale={{ emptyText: w.same }} expandable={{ expandedRowRender: (c) => <Piece before={against} after={version} change={c} /> }}
          pagination={{
            current: page, pageSize: asked.data?.size ?? 50, total: asked.data?.total ?? 0, showSizeChanger: false, hideOnSinglePage: true, onChange: setPage,
          }}
        />
      )}
    </Drawer>
  );
}

function Piece({ before, after, change }: { before: number; after: number; change: VersionChange }) {
  const asked = useTwoVersions(before, after, change);
  if (!asked.data) return asked.error ? <p className="bad">{asked.error.message}</p> : <p className="soft">{words.loading}</p>;
  return <Comparison kind={change.kind} before={asked.data.before} after={asked.data.after} names={[w.version(before), w.version(after)]} none={shared.diff.order} />;
}
