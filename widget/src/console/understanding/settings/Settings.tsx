import { Alert, Button, Input, Switch } from "antd";
import { Lines } from "../Lines";
import type { UnderstandingProps } from "../pages";
import type { Settings as Spec, Site } from "../shapes";
import { faultOf, faultsAt, faultsBy } from "../shown";
import { words as shared } from "../strings";
import { Field } from "../Verdict";
import { WholePage } from "../WholePage";
import { useWork, type Work } from "../work";
import { words } from "./strings";

const blank: Spec = {};
const nothing: never[] = [];

/** What belongs to the shop and not to one answer (店铺设置). The limits are kept on a page of their own. */
export default function Settings({ staff }: UnderstandingProps) {
  const work = useWork("settings", "settings", staff.id, blank);
  // The server asks the same of who saves.
  const leads = staff.rights.includes("cases");
  return (
    <WholePage kind="settings" title={shared.pages.settings} work={work} intro={words.intro}>
      {(body) => {
        const wrong = (name: string) => faultOf(work.faults, name);
        return (
          <div className="und-scroll" tabIndex={-1}>
            {!leads && <Alert type="info" showIcon className="und-alert" title={words.leaders} />}
            <Field title={words.name} intro={words.nameHint} wrong={wrong("name")}>
              <Input className="und-short" value={body.name ?? ""} maxLength={60} aria-label={words.name} onChange={(e) => work.change({ ...body, name: e.target.value })} />
            </Field>
            <Field title={words.timezone} intro={words.timezoneHint} wrong={wrong("timezone")}>
              <Input className="und-short" disabled={!leads} value={body.timezone ?? ""} maxLength={60} aria-label={words.timezone} onChange={(e) => work.change({ ...body, timezone: e.target.value })} />
            </Field>
            <Field title={words.review} intro={words.reviewHint} wrong={wrong("review")}>
              <Switch disabled={!leads} checked={body.review === true} aria-label={words.review} onChange={(review) => work.change({ ...body, review })} />
            </Field>
            <Field title={words.sites} intro={words.sitesHint} wrong={wrong("sites")}>
              <fieldset className="und-bare" disabled={!leads}><Sites work={work} body={body} /></fieldset>
            </Field>
          </div>
        );
      }}
    </WholePage>
  );
}

function Sites({ work, body }: { work: Work<Spec>; body: Spec }) {
  const sites = body.sites ?? nothing;
  const change = (next: Site[]) => work.change({ ...body, sites: next });
  const set = (i: number, next: Partial<Site>) => change(sites.map((s, k) => (k === i ? { ...s, ...next } : s)));
  return (
    <>
      {sites.map((site: Site, i) => {
        const [title, origins] = [words.site(i + 1, site.name), site.origins ?? nothing];
        const at = faultsAt(work.faults, "sites", i);
        const wrong = shared.sentences(["", "id", "name", "origins"].map((name) => (name === "" ? faultOf(at) : faultOf(at, name))).filter((t) => t !== ""));
        return (
          <section key={i} className="und-card" aria-label={title}>
            <header>
              <strong>{title}</strong>
              {sites.length > 1 && (
                <Button size="small" type="text" danger className="und-end" aria-label={shared.part(title, words.removeSite)} onClick={() => change(sites.filter((_, k) => k !== i))}>{words.removeSite}</Button>
              )}
            </header>
            {wrong !== "" && <p className="und-wrong" role="alert">{wrong}</p>}
            <div className="und-line-form">
              <label title={words.siteIdHint}>{words.siteId} <Input size="small" className="mono" value={site.id} maxLength={64} title={words.siteIdHint} aria-label={shared.part(title, words.siteId)} onChange={(e) => set(i, { id: e.target.value.trim() })} /></label>
              <label>{words.siteName} <Input size="small" value={site.name} maxLength={60} aria-label={shared.part(title, words.siteName)} onChange={(e) => set(i, { name: e.target.value })} /></label>
            </div>
            <Lines label={shared.part(title, words.origins)} placeholder={words.origins} value={origins} faults={faultsBy(at, origins, "origins")} change={(next) => set(i, { origins: next })} />
          </section>
        );
      })}
      <Button size="small" onClick={() => change([...sites, { id: "", name: "" }])}>{words.addSite}</Button>
    </>
  );
}
