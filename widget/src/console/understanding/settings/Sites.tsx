import { Button, Input, Select } from "antd";
import type { Fault } from "../api";
import { Lines } from "../Lines";
import type { Site } from "../shapes";
import { faultOf, faultsAt, faultsBy } from "../shown";
import { words as shared } from "../strings";
import { Colour } from "./Colour";
import { Fold } from "./Fold";
import { FrontForm } from "./FrontForm";
import { Row } from "./Row";
import { words } from "./strings";

const nothing: never[] = [];
/** The product's own colour. */
const own = "#1f5eff";
/** More would be a long way to scroll. */
const openAtOnce = 1;

interface SitesProps {
  sites: readonly Site[];
  /** What is wrong with them, by their places. */
  faults: readonly Fault[];
  disabled: boolean;
  change(next: Site[]): void;
}

/** The shop fronts that the chat is opened on. */
export function Sites({ sites, faults, disabled, change }: SitesProps) {
  return (
    <>
      {sites.map((site, i) => (
        <Fold
          key={i} title={words.site(i + 1, site.name)} note={site.id} wrong={faultsAt(faults, i).length > 0} open={sites.length <= openAtOnce || site.id === ""}
          remove={sites.length > 1 ? () => change(sites.filter((_, k) => k !== i)) : undefined} removeText={words.removeSite}
        >
          <SiteForm title={words.site(i + 1, site.name)} site={site} faults={faultsAt(faults, i)} disabled={disabled} change={(next) => change(sites.map((s, k) => (k === i ? { ...s, ...next } : s)))} />
        </Fold>
      ))}
      <Button size="small" onClick={() => change([...sites, { id: "", name: "" }])}>{words.addSite}</Button>
    </>
  );
}

function SiteForm({ title, site, faults, disabled, change }: { title: string; site: Site; faults: readonly Fault[]; disabled: boolean; change(next: Partial<Site>): void }) {
  const name = (what: string) => shared.part(title, what);
  const origins = site.origins ?? nothing;
  const options = (of: Record<string, string>) => Object.entries(of).map(([value, label]) => ({ value, label }));
  return (
    <>
      <Row name={words.siteId} hint={words.siteIdHint} wrong={faultOf(faults, "id")}>
        <Input size="small" className="mono und-short" value={site.id} maxLength={64} aria-label={name(words.siteId)} onChange={(e) => change({ id: e.target.value.trim() })} />
      </Row>
      <Row name={words.siteName} wrong={faultOf(faults, "name")}>
        <Input size="small" className="und-short" value={site.name} maxLength={60} aria-label={name(words.siteName)} onChange={(e) => change({ name: e.target.value })} />
      </Row>
      <Row name={words.origins} hint={words.originsHint} wrong={faultOf(faults, "origins")}>
        <Lines label={name(words.origins)} placeholder="https://www.example.com" value={origins} faults={faultsBy(faults, origins, "origins")} change={(next) => change({ origins: next })} />
      </Row>
      <Row name={words.colour} wrong={faultOf(faults, "colour")}>
        <Colour label={name(words.colour)} value={site.colour ?? ""} absent={{ colour: own, text: words.product }} disabled={disabled} change={(colour) => change({ colour })} />
      </Row>
      <Row name={words.theme} wrong={faultOf(faults, "theme")}>
        <Select size="small" className="und-short" popupMatchSelectWidth={false} aria-label={name(words.theme)} value={site.theme ?? ""} options={options(words.themes)} onChange={(theme: string) => change({ theme })} />
      </Row>
      <Row name={words.locale} wrong={faultOf(faults, "locale")}>
        <Select size="small" className="und-short" popupMatchSelectWidth={false} aria-label={name(words.locale)} value={site.locale ?? ""} options={options(words.locales)} onChange={(locale: string) => change({ locale })} />
      </Row>
      <FrontForm title={title} front={site} faults={faults} change={change} />
    </>
  );
}
