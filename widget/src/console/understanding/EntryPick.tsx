import { Select } from "antd";
import { useEffect, useState } from "react";
import { useFound } from "../knowledge/queries";
import { useEntryName } from "./queries";
import { words } from "./strings";

/** After the last key, before the server is asked. Milliseconds. */
const pause = 250;

interface EntryPickProps {
  value: string;
  label: string;
  /** Is told "" when the choice is taken back. */
  change(id: string): void;
  disabled?: boolean;
}

/** Chooses an entry by its question, or by its id. */
export function EntryPick({ value, label, change, disabled }: EntryPickProps) {
  const [typed, setTyped] = useState("");
  const [q, setQ] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), pause);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useFound(q);
  const name = useEntryName(value);
  // Nothing but what the words in the box found can be chosen, as Enter does: not the entry chosen before, and not what older words found.
  const items = q === "" || q !== typed.trim() || found.isPlaceholderData ? undefined : found.data?.items;
  const options = (items ?? []).map((e) => ({ value: e.id, label: `${e.question}　${e.id}` }));
  const chosen = { value, label: name.data === null ? words.entry.missing(value) : (name.data ?? value) };
  return (
    <Select
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }} allowClear labelInValue className="und-entry" value={value === "" ? undefined : chosen} {...(disabled !== undefined && { disabled })}
      aria-label={label} placeholder={words.entry.pick} options={options} loading={found.isFetching} status={name.data === null ? "error" : ""}
      notFoundContent={items ? words.entry.none : words.entry.pick} onChange={(to: { value: string } | undefined) => change(to?.value ?? "")} popupMatchSelectWidth={420}
    />
  );
}
