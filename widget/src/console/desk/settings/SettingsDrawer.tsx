import { Alert, Button, Checkbox, Drawer, Segmented, Select, Slider, Switch, TimePicker } from "antd";
import dayjs from "dayjs";
import { type ReactNode, useContext, useEffect, useState } from "react";
import { Chime } from "../alerts/chime";
import { notify } from "../alerts/useAlerts";
import { locale, speak } from "../../locale";
import { alertKinds, type AlertKind, SettingsContext, useSettings, type Ways } from "../settings";
import { words } from "../words";
import "../frame.css";

// Each by its own name, whatever the page speaks.
const languages = [{ value: "zh", label: "\u4e2d\u6587" }, { value: "en", label: "English" }] as const;
const ways = ["sound", "title", "desktop"] as const satisfies (keyof Ways)[];

/** What this browser was set to. `desk`: whether there is a desk, with alerts and a composer. */
export default function SettingsDrawer({ desk, close }: { desk: boolean; close(): void }) {
  const settings = useSettings();
  const store = useContext(SettingsContext);
  return (
    <Drawer open title={words.settingsTitle} size={400} onClose={close}>
      <div className="settings">
        <p className="soft">{words.settingsHint}</p>
        <h3>{words.look}</h3>
        <Line name={words.theme}>
          <Segmented
            value={settings.theme} onChange={(theme) => store.change({ theme })} aria-label={words.theme}
            options={(["auto", "light", "dark"] as const).map((value) => ({ value, label: words.themes[value] }))}
          />
        </Line>
        <Line name={words.language}>
          <Segmented value={locale} onChange={speak} options={[...languages]} aria-label={words.language} />
        </Line>
        {desk && (
          <>
            <h3>{words.writing}</h3>
            <Line name={words.sendKey}>
              <Segmented
                value={settings.sendKey} onChange={(sendKey) => store.change({ sendKey })} aria-label={words.sendKey}
                options={(["enter", "ctrl-enter"] as const).map((value) => ({ value, label: words.sendKeys[value] }))}
              />
            </Line>
            <Alerting />
            <QuietHours />
          </>
        )}
      </div>
    </Drawer>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="settings-line">
      <span>{name}</span>
      {children}
    </div>
  );
}

/** How each event is told, how loudly, and how often. */
function Alerting() {
  const { alerts, volume, repeat } = useSettings();
  const store = useContext(SettingsContext);
  const set = (kind: AlertKind, way: keyof Ways, on: boolean) =>
    store.change({ alerts: { ...alerts, [kind]: { ...alerts[kind], [way]: on } } });
  return (
    <>
      <h3>{words.alerting}</h3>
      <table>
        <thead>
          <tr>
            <th>{words.event}</th>
            {ways.map((way) => <th key={way}>{words.ways[way]}</th>)}
          </tr>
        </thead>
        <tbody>
          {alertKinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">{words.alertKinds[kind]}</th>
              {ways.map((way) => (
                <td key={way}>
                  <Checkbox
                    checked={alerts[kind][way]} aria-label={`${words.alertKinds[kind]} ${words.ways[way]}`}
                    onChange={(e) => set(kind, way, e.target.checked)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Line name={words.volume}>
        <Slider style={{ width: 180 }} value={volume} onChange={(v) => store.change({ volume: v })} aria-label={words.volume} />
      </Line>
      <Line name={words.repeat}>
        <Select
          value={repeat} style={{ width: 120 }} aria-label={words.repeat} onChange={(v) => store.change({ repeat: v })}
          options={[0, 10, 20, 60].map((value) => ({ value, label: words.repeats(value) }))}
        />
      </Line>
      <Permission />
    </>
  );
}

type Consent = NotificationPermission | "unsupported";
const consent = (): Consent => (typeof Notification === "undefined" ? "unsupported" : Notification.permission);

/** Whether the desktop may be used, and a test of everything that is. */
function Permission() {
  const { volume } = useSettings();
  const [state, setState] = useState(consent);
  const [chime] = useState(() => new Chime());
  useEffect(() => () => chime.close(), [chime]);
  const test = () => {
    chime.play("offer", volume);
    notify(words.testText, "test");
  };
  return (
    <>
      {state === "denied" && <Alert type="warning" title={words.refused} />}
      {state === "unsupported" && <Alert type="info" title={words.unsupported} />}
      <Line name={state === "granted" ? words.permitted : ""}>
        {state === "default" && <Button onClick={() => void Notification.requestPermission().then(setState)}>{words.permit}</Button>}
        <Button onClick={test}>{words.test}</Button>
      </Line>
    </>
  );
}

const timeOf = (minute: number) => dayjs().startOf("day").add(minute, "minute");

/** When nothing may make a noise. */
function QuietHours() {
  const { quiet } = useSettings();
  const store = useContext(SettingsContext);
  return (
    <>
      <h3>{words.quiet}</h3>
      <Line name={words.quietNow}>
        <Switch checked={quiet.now} aria-label={words.quietNow} onChange={(now) => store.change({ quiet: { ...quiet, now } })} />
      </Line>
      <Line name={words.quietDaily}>
        <TimePicker.RangePicker
          format="HH:mm" order={false} allowClear={false} disabled={!quiet.daily} style={{ width: 170 }} value={[timeOf(quiet.from), timeOf(quiet.to)]}
          onChange={(range) => {
            const [from, to] = (range ?? []).map((t) => (t ? t.hour() * 60 + t.minute() : undefined));
            if (from !== undefined && to !== undefined) store.change({ quiet: { ...quiet, from, to } });
          }}
        />
        <Switch checked={quiet.daily} aria-label={words.quietDaily} onChange={(daily) => store.change({ quiet: { ...quiet, daily } })} />
      </Line>
      <p className="soft">{words.quietHint}</p>
    </>
  );
}
