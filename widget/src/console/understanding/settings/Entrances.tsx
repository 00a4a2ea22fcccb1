import { Button, Input, Select } from "antd";
import type { Fault } from "../api";
import type { Entrance, Site } from "../shapes";
import { faultsAt, faultsBy, faultOf } from "../shown";
import { words as shared } from "../strings";
import { Fold } from "./Fold";
import { FrontForm } from "./FrontForm";
import { Row } from "./Row";
import { words } from "./strings";

const nothing: never[] = [];

interface EntrancesProps {
  entrances: readonly Entrance[];
  sites: readonly Site[];
  faults: readonly Fault[];
  change(next: Entrance[]): void;
}

/** The help buttons that open the chat each in its own way. */
export function Entrances({ entrances, sites, faults, change }: EntrancesProps) {
  return (
    <>
      {entrances.map((e, i) => (
        <Fold
          key={i} title={words.entrance(i + 1, e.name)} note={e.id} wrong={faultsAt(faults, i).length > 0} open={e.id === ""}
          remove={() => change(entrances.filter((_, k) => k !== i))} removeText={words.removeEntrance}
        >
          <EntranceForm title={words.entrance(i + 1, e.name)} entrance={e} sites={sites} faults={faultsAt(faults, i)} change={(next) => change(entrances.map((o, k) => (k === i ? { ...o, ...next } : o)))} />
        </Fold>
      ))}
      <Button size="small" onClick={() => change([...entrances, { id: "", name: "" }])}>{words.addEntrance}</Button>
    </>
  );
}

/** What the form of a welcome can ask for, with its names. */
const askable = shared.values["form"] ?? {};

function EntranceForm({ title, entrance, sites, faults, change }: { title: string; entrance: Entrance; sites: readonly Site[]; faults: readonly Fault[]; change(next: Partial<Entrance>): void }) {
  const name = (what: string) => shared.part(title, what);
  const each = (list: readonly string[] | undefined, key: string) => shared.sentences([faultOf(faults, key), ...faultsBy(faults, list ?? nothing, key).values()].filter((t) => t !== ""));
  const asked = Object.entries(askable).map(([value, label]) => ({ value, label }));
  return (
    <>
      <Row name={words.siteId} hint={words.entranceIdHint} wrong={faultOf(faults, "id")}>
        <Input size="small" className="mono und-short" value={entrance.id} maxLength={64} aria-label={name(words.siteId)} onChange={(e) => change({ id: e.target.value.trim() })} />
      </Row>
      <Row name={words.siteName} hint={words.entranceNameHint} wrong={faultOf(faults, "name")}>
        <Input size="small" className="und-short" value={entrance.name} maxLength={60} aria-label={name(words.siteName)} onChange={(e) => change({ name: e.target.value })} />
      </Row>
      <Row name={words.ofSites} wrong={each(entrance.sites, "sites")}>
        <Select
          size="small" mode="multiple" className="und-wide" aria-label={name(words.ofSites)} placeholder={words.allSites} value={entrance.sites ?? nothing}
          options={sites.filter((s) => s.id !== "").map((s) => ({ value: s.id, label: s.name || s.id }))} onChange={(next: string[]) => change({ sites: next })}
        />
      </Row>
      <Row name={words.form} hint={words.formHint} wrong={each(entrance.form, "form")}>
        <Select
          size="small" mode="multiple" className="und-wide" aria-label={name(words.form)} placeholder={words.noForm} value={entrance.form ?? nothing}
          options={asked} onChange={(next: string[]) => change({ form: next })}
        />
      </Row>
      <FrontForm title={title} front={entrance} faults={faults} change={change} />
    </>
  );
}
