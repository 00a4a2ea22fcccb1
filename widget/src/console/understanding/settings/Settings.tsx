import { Alert, ConfigProvider, Input, Switch } from "antd";
import type { ReactNode } from "react";
import { usePieceCheck } from "../check";
import type { UnderstandingProps } from "../pages";
import type { Settings as Spec } from "../shapes";
import { faultOf, faultsAt } from "../shown";
import { words as shared } from "../strings";
import { Field, Verdict } from "../Verdict";
import { WholePage } from "../WholePage";
import { useWork } from "../work";
import { Entrances } from "./Entrances";
import { Sites } from "./Sites";
import { words } from "./strings";
import "./settings.css";

const blank: Spec = {};
const nothing: never[] = [];

/** What belongs to the shop and not to one answer (店铺设置). The limits are kept on a page of their own. */
export default function Settings({ staff }: UnderstandingProps) {
  const work = useWork("settings", "settings", staff.id, blank);
  const check = usePieceCheck("settings", "settings", work);
  // The server asks the same of who saves.
  const leads = staff.rights.includes("cases");
  const placeOf = ([first, ...path]: (string | number)[]): string => {
    const [i] = path;
    if ((first !== "sites" && first !== "entrances") || typeof i !== "number") return shared.fields[String(first)] ?? "";
    const name = work.body?.[first]?.[i]?.name ?? "";
    const rest = path.slice(1).map((part) => (typeof part === "number" ? words.nth(part + 1) : (shared.fields[part] ?? part)));
    return [first === "sites" ? words.site(i + 1, name) : words.entrance(i + 1, name), ...rest].join(" · ");
  };
  return (
    <WholePage kind="settings" title={shared.pages.settings} work={work} intro={words.intro} placeOf={placeOf}>
      {(body) => {
        const wrong = (name: string) => faultOf(check.faults, name);
        const sites = body.sites ?? nothing;
        return (
          <div className="und-scroll" tabIndex={-1}>
            {check.faults.length > 0 && <Verdict {...check} placeOf={placeOf} />}
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
              <Lead may={leads}><Sites sites={sites} faults={faultsAt(check.faults, "sites")} disabled={!leads} change={(next) => work.change({ ...body, sites: next })} /></Lead>
            </Field>
            <Field title={words.entrances} intro={words.entrancesHint} wrong={wrong("entrances")}>
              <Lead may={leads}><Entrances entrances={body.entrances ?? nothing} sites={sites} faults={faultsAt(check.faults, "entrances")} change={(next) => work.change({ ...body, entrances: next })} /></Lead>
            </Field>
          </div>
        );
      }}
    </WholePage>
  );
}

/** What only those who lead may change; others see it. */
function Lead({ may, children }: { may: boolean; children: ReactNode }) {
  return <ConfigProvider componentDisabled={!may}><fieldset className="und-bare" disabled={!may}>{children}</fieldset></ConfigProvider>;
}
