import { DatePicker, Modal } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { strings } from "../../strings";
import { words } from "../words";

/** The server parks a case for at most so many days. */
const mostDays = 30;

/** Asks until when a case is parked. */
export function SnoozeDialog({ busy, done, close }: { busy: boolean; done(until: number): void; close(): void }) {
  const [until, setUntil] = useState<Dayjs | null>(() => dayjs().add(1, "hour").second(0));
  const wrong = !until || !until.isAfter(dayjs()) || until.isAfter(dayjs().add(mostDays, "day"));
  return (
    <Modal
      open title={words.snoozeTitle} okText={words.snooze} cancelText={strings.cancel} confirmLoading={busy} onCancel={close}
      okButtonProps={{ disabled: wrong }} onOk={() => until && done(until.valueOf())}
    >
      <DatePicker
        showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" value={until} onChange={setUntil} style={{ width: "100%" }}
        aria-label={words.snoozeTitle} minDate={dayjs()} maxDate={dayjs().add(mostDays, "day")}
      />
    </Modal>
  );
}

/** Tomorrow at nine by the clock of this machine. */
export const tomorrowMorning = (now: number): number => dayjs(now).add(1, "day").startOf("day").add(9, "hour").valueOf();
