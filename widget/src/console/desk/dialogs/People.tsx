import { Empty, Input, Radio, Spin } from "antd";
import { useState } from "react";
import { Face } from "../../profile/Face";
import { useColleagues } from "../../queries";
import type { Colleague } from "../../shapes";
import { words } from "../words";

interface PeopleProps {
  /** Ids that cannot be chosen, as oneself. */
  without: readonly string[];
  value: string;
  change(id: string): void;
}

const order: Record<Colleague["state"], number> = { online: 0, busy: 1, break: 2, offline: 3 };

/** Colleagues to choose one of: who is there first, with what they have on their hands. */
export function People({ without, value, change }: PeopleProps) {
  const { data, isPending, error } = useColleagues();
  const [text, setText] = useState("");
  if (error) return <p className="bad">{error.message}</p>;
  if (isPending) return <Spin />;
  const shown = data.items
    .filter((c) => !without.includes(c.id) && `${c.name}\n${c.id}`.toLowerCase().includes(text.trim().toLowerCase()))
    .sort((a, b) => order[a.state] - order[b.state] || a.load / (a.limit || 1) - b.load / (b.limit || 1) || (a.id < b.id ? -1 : 1));
  return (
    <>
      {data.items.length > 8 && (
        <Input allowClear value={text} placeholder={words.searchColleague} aria-label={words.searchColleague} onChange={(e) => setText(e.target.value)} />
      )}
      {shown.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={words.noColleagues} />}
      <Radio.Group style={{ width: "100%" }} value={value} onChange={(e) => change(e.target.value as string)}>
        <ul className="people">
          {shown.map((c) => (
            <li key={c.id}>
              <Radio value={c.id}>
                <span className="person">
                  <i className="light" data-state={c.state} />
                  <Face name={c.name} face={c.face} size={20} />
                  {c.name}
                  <span className="soft">{c.reason && c.state === "break" ? words.presenceWith(words.states.break, c.reason) : words.states[c.state]}</span>
                  <span className="person-load" title={words.loadHint}>{words.load(c.load, c.limit)}</span>
                </span>
              </Radio>
            </li>
          ))}
        </ul>
      </Radio.Group>
    </>
  );
}
