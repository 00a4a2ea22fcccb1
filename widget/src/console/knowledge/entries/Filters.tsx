import { Input, Segmented, Select } from "antd";
import { useEffect, useState } from "react";
import type { Audience, EntryFilter, EntryState, Facets } from "../api";
import { useOwnerChoices, useTeamChoices, withChosen } from "../choices";
import { words } from "../words";

interface FiltersProps {
  filter: EntryFilter;
  narrow(part: { [K in keyof EntryFilter]?: EntryFilter[K] | undefined }): void;
  facets: Facets | undefined;
}

const states: readonly EntryState[] = ["draft", "review", "approved", "live", "off", "scheduled", "expired", "due", "removed"];
const audiences: readonly Audience[] = ["buyer", "merchant", "vip"];
const w = words.filters;

/** How entries are searched and narrowed. */
export function Filters({ filter, narrow, facets }: FiltersProps) {
  const [q, setQ] = useState(filter.q ?? "");
  useEffect(() => setQ(filter.q ?? ""), [filter.q]);
  const [teams, owners] = [useTeamChoices(), useOwnerChoices()];
  const stateOptions = states.map((value) => ({ value, label: w.state(words.entryStates[value], facets?.states[value]) }));
  return (
    <div className="filters" role="search">
      <Input.Search
        allowClear className="filters-q" maxLength={100} value={q} placeholder={filter.by === "bot" ? w.askBot : w.searchHint} aria-label={w.search}
        onChange={(e) => setQ(e.target.value)} onSearch={(text) => narrow({ q: text.trim() || undefined })}
      />
      <Segmented
        value={filter.by === "bot" ? "bot" : "text"} options={[{ value: "text", label: w.byText }, { value: "bot", label: w.byBot }]}
        onChange={(by) => narrow({ by: by === "bot" ? "bot" : undefined, q: q.trim() || undefined })}
      />
      <One label={w.states} value={filter.state} options={stateOptions} choose={(state) => narrow({ state })} />
      <One
        label={w.tag} value={filter.tag} options={(facets?.tags ?? []).map((t) => ({ value: t.tag, label: w.state(t.tag, t.count) }))}
        choose={(tag) => narrow({ tag })}
      />
      <One label={w.team} value={filter.team} options={withChosen(teams, [filter.team])} choose={(team) => narrow({ team })} />
      <One label={w.audience} value={filter.audience} options={audiences.map((value) => ({ value, label: words.audiences[value] }))} choose={(audience) => narrow({ audience })} />
      <One label={w.owner} value={filter.owner} options={withChosen(owners, [filter.owner])} choose={(owner) => narrow({ owner })} />
      <One
        label={w.sort} value={filter.sort} choose={(sort) => narrow({ sort })}
        options={(["changed", "question"] as const).map((value) => ({ value, label: w.sorts[value] }))}
      />
    </div>
  );
}

interface OneProps<T extends string> {
  label: string;
  value: T | undefined;
  options: { value: T; label: string }[];
  choose(value: T | undefined): void;
}

/** A choice of one or none. */
function One<T extends string>({ label, value, options, choose }: OneProps<T>) {
  return (
    <Select<T>
      allowClear showSearch={{ optionFilterProp: "label" }} className="filters-one" placeholder={label} aria-label={label} value={value ?? null}
      options={options} popupMatchSelectWidth={false} onChange={(next?: T) => choose(next)}
    />
  );
}
