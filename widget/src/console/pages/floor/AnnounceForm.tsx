import { App, Button, Form, Input, Radio, Select } from "antd";
import { useState } from "react";
import { runes } from "../../../wire/frames";
import { timeOf, wallOf } from "../../moments";
import { useAnnounce } from "../../queries";
import type { Announcement } from "../../shapes";
import { words } from "../strings";

const w = words.floor.announced;

/** Longest announcement, in code points; as on the server. */
const longest = 200;

interface AnnounceFormProps {
  /** What is changed; undefined = it is new. */
  of: Announcement | undefined;
  sites: { id: string; name: string }[];
  /** By which its times are written. */
  zone: string;
  done(): void;
}

/** What an announcement is to say, where, from and until when. One that is changed ends with the new one, so that what was said stays known. */
export function AnnounceForm({ of, sites, zone, done }: AnnounceFormProps) {
  const { message } = App.useApp();
  const announce = useAnnounce();
  const [text, setText] = useState(of?.text ?? "");
  const [level, setLevel] = useState(of?.level ?? "warning");
  const [start, setStart] = useState(of?.planned ? wallOf(of.from, zone) : "");
  const [until, setUntil] = useState(of?.until === undefined ? "" : wallOf(of.until, zone));
  const [where, setWhere] = useState(of?.sites ?? []);
  const [tried, setTried] = useState(false);
  const begin = start === "" ? undefined : timeOf(start, zone);
  const end = until === "" ? undefined : timeOf(until, zone);
  const later = begin !== undefined && begin > Date.now();
  const wrong = {
    text: text.trim() === "" ? w.textMissing : runes(text.trim()) > longest ? w.long(longest) : "",
    until: end === undefined ? "" : !(end > Date.now()) ? w.past : begin !== undefined && !(end > begin) ? w.backwards : "",
  };
  const submit = () => {
    setTried(true);
    if (wrong.text || wrong.until) return;
    announce.mutate(
      { text: text.trim(), level, ...(begin !== undefined && { from: begin }), ...(end !== undefined && { until: end }), ...(where.length > 0 && { sites: where }), ...(of && { replaces: of.id }) },
      {
        onSuccess: () => {
          message.success(later ? w.planMade : w.made);
          done();
        },
        onError: (error) => void message.error(error.message),
      },
    );
  };
  const status = (fault: string) => (tried && fault ? { validateStatus: "error" as const, help: fault } : {});
  return (
    <Form layout="vertical" onFinish={submit}>
      <Form.Item label={w.text} htmlFor="announce-text" {...status(wrong.text)}>
        <Input.TextArea id="announce-text" autoFocus rows={3} value={text} placeholder={w.textHint} onChange={(e) => setText(e.target.value)} />
      </Form.Item>
      <Form.Item label={w.level}>
        <Radio.Group value={level} options={(["warning", "info"] as const).map((value) => ({ value, label: w.levels[value] }))} onChange={(e) => setLevel(e.target.value as typeof level)} />
      </Form.Item>
      <Form.Item label={w.start} htmlFor="announce-start" extra={w.startHint}>
        <Input id="announce-start" type="datetime-local" value={start} onChange={(e) => setStart(e.target.value)} />
      </Form.Item>
      <Form.Item label={w.until} htmlFor="announce-until" extra={<>{w.untilHint}<br />{w.zone(zone)}</>} {...status(wrong.until)}>
        <Input id="announce-until" type="datetime-local" value={until} onChange={(e) => setUntil(e.target.value)} />
      </Form.Item>
      {sites.length > 1 && (
        <Form.Item label={w.sites} htmlFor="announce-sites">
          <Select id="announce-sites" mode="multiple" value={where} placeholder={w.everywhere} options={sites.map((s) => ({ value: s.id, label: s.name }))} onChange={setWhere} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" loading={announce.isPending}>{of ? w.change : w.add}</Button>
    </Form>
  );
}
