import { Segmented, Table, type TableColumnsType } from "antd";
import { useState } from "react";
import * as api from "../api";
import type { CheckedSheet, RowKind, SheetRow } from "../api";
import { useSheetRows } from "../queries";
import { rowKinds } from "../shapes";
import { Nothing } from "../shared/Trouble";
import { words } from "../sheet-words";

const w = words.rows;

const columns: TableColumnsType<SheetRow> = [
  { title: w.row, width: 70, align: "right", render: (_, r) => r.row },
  { title: w.question, ellipsis: true, render: (_, r) => r.question },
  { title: w.id, width: 180, ellipsis: true, render: (_, r) => <span className="mono">{r.id}</span> },
  { title: w.reasons, ellipsis: false, render: (_, r) => (r.reasons ? <ul className="sheets-reasons">{r.reasons.map((x) => <li key={x}>{x}</li>)}</ul> : "") },
];

/** The rows of a checked sheet by what they would do, each with its reasons. Mistakes are shown first. */
export function Rows({ sheet }: { sheet: CheckedSheet }) {
  const [what, setWhat] = useState<RowKind>(sheet.bad > 0 ? "bad" : sheet.add > 0 ? "add" : sheet.change > 0 ? "change" : "same");
  const [page, setPage] = useState(1);
  const asked = useSheetRows(sheet.import, what, page);
  return (
    <>
      <div className="sheets-do">
        <Segmented
          value={what} options={rowKinds.map((value) => ({ value, label: w.kinds[value](sheet[value]) }))}
          onChange={(next) => {
            setWhat(next);
            setPage(1);
          }}
        />
        {sheet.bad > 0 && <a href={api.reportURL(sheet.import)} download>{w.report(sheet.bad)}</a>}
      </div>
      {!asked.data && asked.error ? <Nothing asked={asked} /> : (
        <Table<SheetRow>
          rowKey="row" size="small" columns={columns} dataSource={asked.data?.items ?? []} loading={asked.isPending || asked.isPlaceholderData} scroll={{ x: 640 }}
          locale={{ emptyText: w.none }}
          pagination={{ current: page, pageSize: asked.data?.size ?? 50, total: asked.data?.total ?? 0, showSizeChanger: false, hideOnSinglePage: true, onChange: setPage }}
        />
      )}
    </>
  );
}
