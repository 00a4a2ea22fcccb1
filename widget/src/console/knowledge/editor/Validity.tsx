import { DatePicker, Switch } from "antd";
import dayjs from "dayjs";
import { useNow } from "../../live";
import { day, minute, minuteIn } from "../../moments";
import { useShop } from "../queries";
import { words } from "../words";
import { Labelled } from "./Fields";
import { whenOf } from "./when";
import type { Check } from "./useCheck";
import type { EntryForm } from "./useEntryForm";

const w = words.when;

/** From when until when an entry answers, in the shop's time, and what that means in a sentence. */
export function Validity({ form: { value: e, set }, check }: { form: EntryForm; check: Check }) {
  const zone = useShop().data?.timezone;
  const now = minuteIn(zone, useNow(30_000));
  const picker = (name: "from" | "until") => (
    <Labelled name={name} problem={check.of(name)}>
      <DatePicker
        showTime={{ format: "HH:mm" }} format={minute} aria-label={words.fields[name]} value={e[name] ? dayjs(e[name], minute) : null}
        onChange={(d) => set({ [name]: d?.format(minute) ?? "" })}
      />
    </Labelled>
  );
  return (
    <>
      <div className="fields-row">
        <Labelled name="off" problem={check.of("off")}>
          <Switch checked={!e.off} checkedChildren={w.on} unCheckedChildren={w.off} aria-label={words.fields.off} onChange={(on) => set({ off: !on })} />
        </Labelled>
        {picker("from")}
        {picker("until")}
        <Labelled name="review_on" problem={check.of("review_on")}>
          <DatePicker
            format={day} aria-label={words.fields.review_on} value={e.review_on ? dayjs(e.review_on, day) : null}
            onChange={(d) => set({ review_on: d?.format(day) ?? "" })}
          />
        </Labelled>
      </div>
      <p className="fields-when" role="status">{w.says[whenOf(e, now)](e.from ?? "", e.until ?? "")} <span className="soft">{zone && w.zone(zone, now)}</span></p>
    </>
  );
}
