import { Alert, Input, InputNumber, Segmented, Select, Switch } from "antd";
import type { Settings, Site } from "../understanding/shapes";
import { Colour } from "../understanding/settings/Colour";
import { Part, Row } from "./Part";
import type { Choices } from "./snippet";
import { words } from "./words";

/** The product's own colour. */
const own = "#1f5eff";

interface LookProps {
  live: Settings;
  /** The chosen site; undefined where there is none of that id. */
  site: Site | undefined;
  choices: Choices;
  change(next: Partial<Choices>): void;
}

type Text = "own" | "none" | "set";

/** For which site the chat is, and how it is to look. */
export function Look({ live, site, choices, change }: LookProps) {
  const { entry, side, colour, theme, locale, launcherText, hideOnMobile, autoOpen } = choices;
  const entrances = (live.entrances ?? []).filter((e) => !e.sites?.length || e.sites.includes(choices.site));
  const text: Text = launcherText === undefined ? "own" : launcherText === "" ? "none" : "set";
  const options = (of: Record<string, string>) => Object.entries(of).map(([value, label]) => ({ value, label }));
  return (
    <Part title={words.choose} hint="">
      {live.sites && !site && <Alert type="error" showIcon title={words.siteGone} />}
      <Row name={words.site}>
        <Select
          aria-label={words.site} value={site ? choices.site : null} options={(live.sites ?? []).map((s) => ({ value: s.id, label: `${s.name}　${s.id}` }))}
          onChange={(id: string) => change({ site: id, entry: "" })}
        />
      </Row>
      <Row name={words.entry} hint={words.entryHint}>
        <Select
          aria-label={words.entry} value={entry} options={[{ value: "", label: words.entryNone }, ...entrances.map((e) => ({ value: e.id, label: `${e.name}　${e.id}` }))]}
          onChange={(id: string) => change({ entry: id })}
        />
      </Row>
      <Row name={words.side}>
        <Segmented<Choices["side"]> aria-label={words.side} value={side} options={[{ value: "right", label: words.sides.right }, { value: "left", label: words.sides.left }]} onChange={(v) => change({ side: v })} />
      </Row>
      <Row name={words.colour}>
        <Colour label={words.colour} value={colour} absent={{ colour: site?.colour ?? own, text: words.colourAbsent }} change={(v) => change({ colour: v })} />
      </Row>
      <Row name={words.theme}><Select aria-label={words.theme} value={theme} options={options(words.themes)} onChange={(v: string) => change({ theme: v })} /></Row>
      <Row name={words.locale}><Select aria-label={words.locale} value={locale} options={options(words.locales)} onChange={(v: string) => change({ locale: v })} /></Row>
      <Row name={words.text}>
        <Segmented<Text>
          aria-label={words.text} value={text} options={[{ value: "own", label: words.textOwn }, { value: "none", label: words.textNone }, { value: "set", label: words.textSet }]}
          onChange={(v) => change({ launcherText: v === "own" ? undefined : v === "none" ? "" : " " })}
        />
        {text === "set" && <Input autoFocus aria-label={words.textSet} maxLength={20} value={launcherText?.trimStart() ?? ""} onChange={(e) => change({ launcherText: e.target.value || " " })} />}
      </Row>
      <Row name={words.mobile}><Switch aria-label={words.mobile} checked={hideOnMobile} onChange={(v) => change({ hideOnMobile: v })} /></Row>
      <Row name={words.auto}>
        <Switch aria-label={words.auto} checked={autoOpen !== undefined} onChange={(v) => change({ autoOpen: v ? { delay: 10, times: 1 } : undefined })} />
        {autoOpen && (
          <span className="setup-auto">
            <label>{words.autoDelay} <InputNumber min={0} max={9999} precision={0} value={autoOpen.delay} onChange={(v) => change({ autoOpen: { ...autoOpen, delay: v ?? 0 } })} /></label>
            <label>{words.autoTimes} <InputNumber min={1} max={99} precision={0} value={autoOpen.times} onChange={(v) => change({ autoOpen: { ...autoOpen, times: v ?? 1 } })} /></label>
          </span>
        )}
      </Row>
    </Part>
  );
}
