import { App, Button, Drawer, Form, Input, Radio, type TableColumnsType } from "antd";
import { useState } from "react";
import { maxText, runes } from "../../wire/frames";
import { Mark } from "../context/Mark";
import { useNames } from "../context/names";
import { Stars } from "../context/Stars";
import { clock } from "../format";
import type { Review, ReviewCause } from "../http";
import { useCloseReview, useReviews } from "../queries";
import { ByState } from "./ByState";
import { Excerpt } from "./Excerpt";
import type { PageProps } from "./props";
import { words } from "./strings";

const w = words.reviews;

/** Bad ratings (差评), for supervisors: why, and what was found out. */
export default function Reviews({ staff, desk, open }: PageProps) {
  const [at, go] = useState<{ state: "open" | "closed"; page: number }>({ state: "open", page: 1 });
  const [shown, setShown] = useState<Review>();
  const asked = useReviews(at);
  const names = useNames();
  const now = Date.now();

  const columns: TableColumnsType<Review> = [
    { title: w.rated, width: 170, render: (_, r) => <Stars rating={r} /> },
    { title: w.reasons, ellipsis: true, render: (_, r) => <>{r.reasons.map((x) => <Mark key={x}>{x}</Mark>)}{r.text}</> },
    { title: w.agent, width: 120, render: (_, r) => r.agent_name ?? w.nobody },
    { title: words.ticket.team, width: 150, ellipsis: true, render: (_, r) => (r.team ? names.team(r.team) : "") },
    { title: w.at, width: 130, render: (_, r) => clock(r.opened_at, now) },
    ...(at.state === "closed"
      ? [
          { title: w.cause, width: 90, render: (_: unknown, r: Review) => r.cause && w.causes[r.cause] },
          { title: w.finding, ellipsis: true, render: (_: unknown, r: Review) => r.finding },
        ]
      : []),
    {
      title: "", width: 80,
      render: (_, r) => <Button size="small" type={at.state === "open" ? "primary" : "default"} onClick={() => setShown(r)}>{w.look}</Button>,
    },
  ];
  return (
    <ByState title={w.title} tabs={w.tabs} none={w.none} at={at} go={go} asked={asked} columns={columns}>
      <Drawer open={shown !== undefined} title={shown && w.case(shown.case)} size={640} destroyOnHidden onClose={() => setShown(undefined)}>
        {shown && (
          <div className="review">
            <p>
              <Stars rating={shown} /> {shown.reasons.map((x) => <Mark key={x}>{x}</Mark>)}
              <Button size="small" type="link" onClick={() => open(shown.conversation)}>{words.open}</Button>
            </p>
            {shown.text && <blockquote>{shown.text}</blockquote>}
            <Finding review={shown} close={() => setShown(undefined)} />
            <h3>{w.log}</h3>
            {desk && <Excerpt desk={desk} staff={staff} conversation={shown.conversation} number={shown.case} />}
          </div>
        )}
      </Drawer>
    </ByState>
  );
}

interface Fields {
  cause?: ReviewCause;
  finding: string;
}

function Finding({ review, close }: { review: Review; close(): void }) {
  const { message } = App.useApp();
  const save = useCloseReview();
  const submit = ({ cause, finding }: Fields) => {
    if (!cause) return;
    save.mutate({ id: review.id, cause, finding: finding.trim() }, {
      onSuccess: () => {
        message.success(w.done);
        close();
      },
      onError: (error) => void message.error(error.message),
    });
  };
  return (
    <Form<Fields> layout="vertical" onFinish={submit} initialValues={{ cause: review.cause, finding: review.finding ?? "" }}>
      <Form.Item label={w.cause} name="cause" rules={[{ required: true, message: w.causeMissing }]}>
        <Radio.Group options={(Object.keys(w.causes) as ReviewCause[]).map((value) => ({ value, label: w.causes[value] }))} />
      </Form.Item>
      <Form.Item label={w.finding} name="finding" rules={[{ required: true, whitespace: true, message: w.findingMissing }]}>
        <Input.TextArea rows={3} placeholder={w.findingHint} count={{ max: maxText, strategy: runes }} />
      </Form.Item>
      {review.closed_at !== undefined && <p className="soft">{w.by(review.by_name ?? "", clock(review.closed_at, Date.now()))}</p>}
      <Button type="primary" htmlType="submit" loading={save.isPending}>{words.save}</Button>
    </Form>
  );
}
