import { Button, DatePicker, Empty, Input, Pagination, Segmented, Spin, Tooltip } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useShop } from "../../knowledge/queries";
import { Nothing } from "../../knowledge/shared/Trouble";
import { day as dayForm, minuteIn } from "../../moments";
import { Trouble } from "../../pages/Trouble";
import { figuresURL } from "../api";
import { useFigures } from "../queries";
import { type Figures, type FiguresFilter, type Sort, sorts } from "../shapes";
import { Daily } from "./Daily";
import { words } from "./words";

/** The longest range that the server looks at, in days. */
const mostDays = 400;
const counts = sorts.filter((s): s is Exclude<Sort, "changed"> => s !== "changed");

interface TableProps {
  entry(id: string): void;
  /** Opens what is known of questions that no entry is for. */
  misses(): void;
}

/** What was asked of entries or categories on some days. */
export function Table({ entry, misses }: TableProps) {
  const zone = useShop().data?.timezone;
  const today = dayjs(minuteIn(zone, Date.now()).slice(0, 10), dayForm);
  const [range, setRange] = useState<[Dayjs, Dayjs]>();
  const [by, setBy] = useState<"entry" | "category">("entry");
  const [q, setQ] = useState("");
  const [sort, setSort] = useState<Sort>("asked");
  const [page, setPage] = useState(1);
  const filter: FiguresFilter = { by, sort, ...(q && { q }), ...(range && { from: range[0].format(dayForm), to: range[1].format(dayForm) }) };
  const asked = useFigures(filter, page);
  const report = asked.data;
  const narrow = (change: () => void) => {
    change();
    setPage(1);
  };
  const recent = (n: number): [Dayjs, Dayjs] => [today.subtract(n - 1, "day"), today];
  return (
    <>
      <div className="insight-tools">
        <DatePicker.RangePicker
          value={range ?? recent(30)} allowClear={false} aria-label={words.range} disabledDate={(d) => d.isAfter(today, "day") || today.diff(d, "day") >= mostDays}
          presets={([7, 30, 90] as const).map((n) => ({ label: words.ranges[n], value: recent(n) }))}
          onChange={(days) => days?.[0] && days[1] && narrow(() => setRange([days[0] as Dayjs, days[1] as Dayjs]))}
        />
        <Segmented<"entry" | "category">
          aria-label={words.by} value={by} onChange={(v) => narrow(() => setBy(v))} options={[{ value: "entry", label: words.bys.entry }, { value: "category", label: words.bys.category }]}
        />
        <Input.Search allowClear className="page-search" placeholder={words.search} aria-label={words.search} maxLength={100} onSearch={(v) => narrow(() => setQ(v.trim()))} />
        <Button href={figuresURL(filter)} download>{words.sheet}</Button>
      </div>
      {asked.isPending && <Spin className="shell-wait" />}
      {!report && <Nothing asked={asked} />}
      {report && <Trouble asked={asked} />}
      {report && (
        <>
          <dl className="numbers report-numbers">
            {counts.map((name) => (
              <Tooltip key={name} title={words.hints[name]}>
                <div tabIndex={0}><dt>{words.columns[name]}</dt><dd>{report.sum[name]}</dd></div>
              </Tooltip>
            ))}
          </dl>
          {report.total === 0 && q === "" ? <Empty description={<><strong>{words.empty.title}</strong><br />{words.empty.text}</>} /> : (
            <>
              <Daily days={report.days} />
              {report.total === 0 ? <Empty description={words.noneFound} /> : <Rows rows={report.items} by={by} sort={sort} choose={(s) => narrow(() => setSort(s))} entry={entry} misses={misses} />}
              <div className="report-pages">
                <span className="soft">{words.total(report.total)}</span>
                {report.total > report.size && <Pagination size="small" current={page} total={report.total} pageSize={report.size} showSizeChanger={false} onChange={setPage} />}
              </div>
            </>
          )}
        </>
      )}
    </>
  );
}

interface RowsProps extends TableProps {
  rows: Figures[];
  by: "entry" | "category";
  sort: Sort;
  choose(sort: Sort): void;
}

function Rows({ rows, by, sort, choose, entry, misses }: RowsProps) {
  const most = Math.max(1, ...rows.map((r) => r.asked));
  const name = (r: Figures) => {
    if (r.key === "") return by === "entry" ? <Button type="link" size="small" className="page-link" onClick={misses}>{words.none}</Button> : words.noCategory;
    return by === "entry" ? <Button type="link" size="small" className="page-link" onClick={() => entry(r.key)}>{r.label}</Button> : r.label;
  };
  return (
    <div className="report-rows" tabIndex={0} role="region" aria-label={words.bys[by]}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{by === "entry" ? words.columns.label : words.columns.category}</th>
            {by === "entry" && <th scope="col">{words.columns.category}</th>}
            {sorts.map((s) => (
              <th key={s} scope="col" className="num" aria-sort={s === sort ? (s === "changed" ? "ascending" : "descending") : undefined}>
                <button type="button" className="report-sort" title={words.hints[s]} onClick={() => choose(s)}>{words.columns[s]} {s === sort ? (s === "changed" ? "↑" : "↓") : ""}</button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((r) => (
            <tr key={r.key}>
              <th scope="row">{name(r)}</th>
              {by === "entry" && <td className="soft">{r.category}</td>}
              {counts.map((c) => (
                <td key={c} className="num report-count" data-bad={(c === "unhelpful" || c === "handoff") && r[c] > 0}>
                  {c === "asked" ? r.asked : words.of(r[c], r[c] === 0 ? 0 : r.asked)}
                  {c === "asked" && <i style={{ width: `${(100 * r.asked) / most}%` }} />}
                </td>
              ))}
              <td className="num soft">{r.changed_at ? dayjs(r.changed_at).format(dayForm) : ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
