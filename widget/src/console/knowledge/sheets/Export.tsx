import { Button, Segmented, Select } from "antd";
import { useMemo, useState } from "react";
import * as api from "../api";
import type { SheetFormat } from "../api";
import { filterOf, narrows } from "../entries/filter";
import { useEntries } from "../queries";
import { words } from "../sheet-words";
import { words as shared } from "../words";

const formats: readonly SheetFormat[] = ["xlsx", "csv", "csv-gbk", "yaml"];
const w = words.out;

/** Entries as a file: all, or those that the list was narrowed to when this was opened from it. */
export function Export({ query }: { query: string }) {
  const [format, setFormat] = useState<SheetFormat>("xlsx");
  const [of, setOf] = useState<"draft" | "live">("draft");
  const [whole, setWhole] = useState(false);
  const kept = useMemo(() => filterOf(query), [query]);
  const filter = whole ? {} : kept;
  const total = useEntries(filter).data?.total;
  return (
    <section aria-label={w.title}>
      <h2>{w.title}</h2>
      <div className="sheets-do">
        <Segmented value={of} options={[{ value: "draft", label: w.draft }, { value: "live", label: w.live }]} onChange={setOf} />
        <Select value={format} aria-label={w.format} popupMatchSelectWidth={false} options={formats.map((value) => ({ value, label: words.formats[value] }))} onChange={setFormat} />
        {narrows(kept) && <Segmented value={whole ? "all" : "some"} options={[{ value: "some", label: w.filtered }, { value: "all", label: w.all }]} onChange={(v) => setWhole(v === "all")} />}
        <Button type="primary" href={api.exportURL(format, of, filter)} download>{w.go}</Button>
        <span className="soft">{total !== undefined && of === "draft" && shared.total(total)}</span>
      </div>
      <p className="soft">{w.about}</p>
    </section>
  );
}
