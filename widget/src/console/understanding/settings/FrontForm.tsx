import { Button, Input, Select } from "antd";
import { useTeamChoices, withChosen } from "../../knowledge/choices";
import type { Fault } from "../api";
import { Hot } from "../replies/Hot";
import type { Front, Period } from "../shapes";
import { faultOf, faultsAt } from "../shown";
import { words as shared } from "../strings";
import { Row } from "./Row";
import { words } from "./strings";

interface FrontFormProps {
  /** Whose it is. */
  title: string;
  front: Front;
  faults: readonly Fault[];
  change(next: Partial<Front>): void;
}

const nothing: never[] = [];
/** The longest sentence, in characters. */
const most = 2000;

/** Who takes over and what is said first, of a site or an entrance; what is left empty is as one step further out has it. */
export function FrontForm({ title, front, faults, change }: FrontFormProps) {
  const teams = useTeamChoices();
  const { team = "", welcome = "", hot = nothing, at = nothing } = front;
  const name = (what: string) => shared.part(title, what);
  return (
    <>
      <Row name={words.team} wrong={faultOf(faults, "team")}>
        <Select
          size="small" className="und-short" aria-label={name(words.team)} value={team} options={[{ value: "", label: words.further }, ...withChosen(teams, [team])]}
          onChange={(v: string) => change({ team: v })}
        />
      </Row>
      <Row name={words.welcome} wrong={faultOf(faults, "welcome")}>
        <Input.TextArea size="small" aria-label={name(words.welcome)} value={welcome} maxLength={most} placeholder={words.further} autoSize={{ minRows: 1, maxRows: 6 }} onChange={(e) => change({ welcome: e.target.value })} />
      </Row>
      <Hot ids={hot} faults={faultsAt(faults, "hot")} change={(next) => change({ hot: next })} />
      <Day title={title} periods={at} faults={faultsAt(faults, "at")} change={(next) => change({ at: next })} />
    </>
  );
}

interface DayProps {
  title: string;
  periods: readonly Period[];
  faults: readonly Fault[];
  change(next: Period[]): void;
}

/** What is said at other hours. */
function Day({ title, periods, faults, change }: DayProps) {
  const set = (i: number, next: Partial<Period>) => change(periods.map((p, k) => (k === i ? { ...p, ...next } : p)));
  return (
    <section className="und-field" aria-label={shared.part(title, words.at)}>
      <h4>{words.at} <span className="soft">{words.atHint}</span></h4>
      {faultOf(faults) !== "" && <p className="und-wrong" role="alert">{faultOf(faults)}</p>}
      {periods.map((p, i) => {
        const of = shared.part(title, words.period(i + 1));
        const clock = (key: "from" | "until", label: string) => (
          <label>{label} <Input size="small" className="und-clock" value={p[key]} maxLength={5} placeholder="22:00" aria-label={shared.part(of, label)} onChange={(e) => set(i, { [key]: e.target.value.trim() })} /></label>
        );
        return (
          <section key={i} className="und-period" aria-label={of}>
            <div className="und-line-form">
              {clock("from", words.from)}
              {clock("until", words.until)}
              <Button size="small" type="text" danger className="und-end" aria-label={shared.part(of, shared.list.remove)} onClick={() => change(periods.filter((_, k) => k !== i))}>{shared.list.remove}</Button>
            </div>
            {faultsAt(faults, i).filter((f) => f.path[0] !== "hot").map((f) => <p key={f.message} className="und-wrong" role="alert">{f.message}</p>)}
            <Input.TextArea
              size="small" aria-label={shared.part(of, words.welcome)} value={p.welcome ?? ""} maxLength={most} placeholder={words.welcome} autoSize={{ minRows: 1, maxRows: 6 }}
              onChange={(e) => set(i, { welcome: e.target.value })}
            />
            <Hot ids={p.hot ?? nothing} faults={faultsAt(faults, i, "hot")} change={(hot) => set(i, { hot })} />
          </section>
        );
      })}
      <Button size="small" onClick={() => change([...periods, { from: "22:00", until: "08:00" }])}>{words.addPeriod}</Button>
    </section>
  );
}
