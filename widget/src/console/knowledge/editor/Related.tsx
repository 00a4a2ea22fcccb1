import { Select } from "antd";
import { useEffect, useState } from "react";
import { useFound, useQuestions } from "../queries";
import { words } from "../words";

/** So long after the last key the server is asked, in milliseconds. */
const pause = 250;

/** Entries to go on with, found by their words. */
export function Related({ value, own, change }: { value: readonly string[]; own: string; change(next: string[]): void }) {
  const [text, setText] = useState("");
  const [q, setQ] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setQ(text.trim()), pause);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useFound(q);
  const questions = useQuestions(value);
  const chosen = value.map((id, i) => ({ value: id, label: questions[i] ?? id }));
  const others = (q === "" ? [] : (found.data?.items ?? [])).filter((r) => r.id !== own && !value.includes(r.id)).map((r) => ({ value: r.id, label: r.question }));
  return (
    <Select
      mode="multiple" aria-label={words.fields.related} value={[...value]} options={[...chosen, ...others]} loading={found.isFetching}
      showSearch={{ filterOption: false, onSearch: setText }} placeholder={words.hints.relatedSearch} onChange={(next: string[]) => change(next)}
      notFoundContent={q === "" ? words.hints.relatedSearch : words.noneFound}
    />
  );
}
