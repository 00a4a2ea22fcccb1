import { App, Button, Drawer, Form, Input, type TableColumnsType } from "antd";
import { useState } from "react";
import { maxText, runes } from "../../wire/frames";
import { Mark } from "../context/Mark";
import { words as context } from "../context/strings";
import { clock } from "../format";
import type { Feedback as Item, FeedbackState } from "../http";
import { placeIn } from "../knowledge/rooms";
import { Markup } from "../Markup";
import { pathOf } from "../places";
import { useEntry, useFeedback, useSettleFeedback } from "../queries";
import { ByState } from "./ByState";
import { Excerpt } from "./Excerpt";
import type { PageProps } from "./props";
import { words } from "./strings";
import { Trouble } from "./Trouble";

const w = words.feedback;

/** What agents told the editors: answers that are wrong, answers that are missing. */
export default function Feedback({ staff, desk }: PageProps) {
  const [at, go] = useState<{ state: FeedbackState; page: number }>({ state: "open", page: 1 });
  const [shown, setShown] = useState<Item>();
  const asked = useFeedback(at);
  const columns: TableColumnsType<Item> = [
    { title: w.kind, width: 100, render: (_, f) => <KindTag item={f} /> },
    {
      title: w.question, ellipsis: true,
      render: (_, f) => <Button type="link" size="small" className="page-link" onClick={() => setShown(f)}>{f.question || f.text}</Button>,
    },
    { title: w.told, ellipsis: true, render: (_, f) => f.text },
    { title: w.entry, width: 180, ellipsis: true, render: (_, f) => <span className="mono">{f.entry}</span> },
    { title: w.by, width: 190, render: (_, f) => w.at(f.by_name, clock(f.at, Date.now())) },
  ];
  return (
    <ByState title={w.title} tabs={w.tabs} none={w.none} at={at} go={go} asked={asked} columns={columns}>
      <Drawer open={shown !== undefined} title={shown && <KindTag item={shown} />} size={600} destroyOnHidden onClose={() => setShown(undefined)}>
        {shown && <One key={shown.id} item={shown} staff={staff} desk={staff.rights.includes("cases") ? desk : undefined} close={() => setShown(undefined)} />}
      </Drawer>
    </ByState>
  );
}

function KindTag({ item }: { item: Item }) {
  return <Mark tone={item.kind === "wrong" ? "bad" : "warn"}>{context.feedback.kinds[item.kind]}</Mark>;
}

function One({ item, staff, desk, close }: Pick<PageProps, "staff" | "desk"> & { item: Item; close(): void }) {
  const { message } = App.useApp();
  const [answer, setAnswer] = useState(item.answer ?? "");
  const settle = useSettleFeedback();
  const to = (state: FeedbackState) =>
    settle.mutate({ id: item.id, state, answer: answer.trim() }, {
      onSuccess: () => {
        message.success(w.saved);
        close();
      },
      onError: (error) => void message.error(error.message),
    });
  const long = runes(answer) > maxText;
  return (
    <div className="review">
      <h3>{w.question}</h3>
      <blockquote>{item.question}</blockquote>
      <h3>{w.told}</h3>
      <p>{item.text}</p>
      <p className="soft">{w.at(item.by_name, clock(item.at, Date.now()))}</p>
      {item.entry && <Entry id={item.entry} />}
      <Form layout="vertical">
        <Form.Item label={w.answer}>
          <Input.TextArea
            rows={3} value={answer} placeholder={w.answerHint} aria-label={w.answer} count={{ max: maxText, strategy: runes }}
            onChange={(e) => setAnswer(e.target.value)}
          />
        </Form.Item>
        <p className="page-do">
          {item.state === "open" ? (
            <>
              <Button type="primary" disabled={long} loading={settle.isPending} onClick={() => to("done")}>{w.finish}</Button>
              <Button disabled={long || settle.isPending} onClick={() => to("ignored")}>{w.ignore}</Button>
            </>
          ) : (
            <Button disabled={long} loading={settle.isPending} onClick={() => to("open")}>{w.reopen}</Button>
          )}
        </p>
      </Form>
      <h3>{w.log}</h3>
      {desk ? <Excerpt desk={desk} staff={staff} conversation={item.conversation} seq={item.seq} /> : <p className="soft">{w.noLog}</p>}
    </div>
  );
}

/** The answer that is complained of, as it is now. */
function Entry({ id }: { id: string }) {
  const asked = useEntry(id);
  const entry = asked.data;
  return (
    <>
      <h3>{w.entry} <a className="mono" href={pathOf("knowledge", placeIn("entries", encodeURIComponent(id)))}>{id}</a></h3>
      <Trouble asked={asked} />
      {entry && (
        <div className="entry-answer">
          <strong>{entry.question}</strong>
          <Markup text={entry.answer} rich />
        </div>
      )}
      {entry === null && <p className="soft">{w.lost}</p>}
    </>
  );
}
