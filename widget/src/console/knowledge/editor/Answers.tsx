import { Select, Tabs } from "antd";
import { useState } from "react";
import { useShop } from "../queries";
import { words } from "../words";
import MarkdownBox from "./MarkdownBox";
import type { Check } from "./useCheck";
import type { EntryForm } from "./useEntryForm";

interface AnswersProps {
  form: EntryForm;
  check: Check;
  sending(count: number): void;
}

const w = words.answers;
/** The tab of the answer for all sites: no site has an id like this. */
const common = "*";

/** The answer, and those that stand in for it on single sites, each on a tab. */
export function Answers({ form: { value: e, set }, check, sending }: AnswersProps) {
  const [shown, setShown] = useState(common);
  const sites = useShop().data?.sites ?? [];
  const own = e.answers ?? [];
  const nameOf = (site: string) => sites.find((s) => s.id === site)?.name ?? site;
  const free = sites.filter((s) => !own.some((a) => a.site === s.id));
  const problems = check.within("answers");
  const write = (site: string, answer: string) => set({ answers: own.map((a) => (a.site === site ? { site, answer } : a)) });
  const items = [
    {
      key: common, label: w.common, closable: false,
      children: <MarkdownBox value={e.answer} label={words.fields.answer} hint={words.hints.answer} change={(answer) => set({ answer })} blur={check.look} sending={sending} />,
    },
    ...own.map((a, i) => ({
      key: a.site, label: nameOf(a.site), closeIcon: <span aria-label={w.remove(nameOf(a.site))}>×</span>,
      children: (
        <>
          {problems.get(i) && <p className="bad">{problems.get(i)}</p>}
          <MarkdownBox value={a.answer} label={w.of(nameOf(a.site))} hint={w.hint} change={(answer) => write(a.site, answer)} blur={check.look} sending={sending} />
        </>
      ),
    })),
  ];
  return (
    <div className="answers-tabs">
      <Tabs
        size="small" type="editable-card" hideAdd activeKey={items.some((t) => t.key === shown) ? shown : common} onChange={setShown} items={items}
        onEdit={(key, action) => {
          if (action === "remove") set({ answers: own.filter((a) => a.site !== key) });
        }}
      />
      {free.length > 0 && (
        <Select
          size="small" variant="borderless" className="answers-add" aria-label={w.add} placeholder={w.add} value={null} popupMatchSelectWidth={false}
          options={free.map((s) => ({ value: s.id, label: s.name ?? s.id }))}
          onChange={(site: string | null) => {
            if (!site) return;
            set({ answers: [...own, { site, answer: e.answer }] });
            setShown(site);
          }}
        />
      )}
    </div>
  );
}
