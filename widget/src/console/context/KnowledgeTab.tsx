import { Button, Empty, Input } from "antd";
import { useEffect, useState } from "react";
import { runes } from "../../wire/frames";
import { type FoundAnswer, maxAsk } from "../http";
import { Markup } from "../Markup";
import { useAsk } from "../queries";
import { FeedbackDialog, type FeedbackDraft } from "./FeedbackDialog";
import { useInsert } from "./insert";
import { MyFeedback } from "./MyFeedback";
import { Asked } from "./Section";
import { words } from "./strings";

/** So long after the last key the server is asked, in milliseconds. */
const pause = 300;

const w = words.knowledge;

/** Search of what the bot knows, with answers that can be sent, and a word to the editors where there is none. */
export function KnowledgeTab({ conversation }: { conversation: string }) {
  const [text, setText] = useState("");
  const q = useSettled(text.trim(), pause);
  const asked = useAsk(q);
  const [feedback, setFeedback] = useState<FeedbackDraft>();
  return (
    <>
      <Input.Search
        allowClear
        value={text}
        count={{ max: maxAsk, strategy: runes, exceedFormatter: (s, { max }) => [...s].slice(0, max).join("") }}
        placeholder={w.search}
        aria-label={w.search}
        loading={asked.isFetching}
        onChange={(e) => setText(e.target.value)}
      />
      {q === "" ? (
        <p className="soft">{w.start}</p>
      ) : (
        <Asked asked={asked}>
          {({ items }) => (
            <>
              {items.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={w.none} />}
              <ul className="answers" aria-busy={asked.isPlaceholderData}>
                {items.map((a) => (
                  <Answer
                    key={a.entry} answer={a} conversation={conversation}
                    wrong={() => setFeedback({ kind: "wrong", question: q, entry: a.entry })}
                  />
                ))}
              </ul>
              <Button size="small" onClick={() => setFeedback({ kind: "missing", question: q })}>{w.missing}</Button>
            </>
          )}
        </Asked>
      )}
      <MyFeedback />
      <FeedbackDialog conversation={conversation} draft={feedback} close={() => setFeedback(undefined)} />
    </>
  );
}

function Answer({ answer, conversation, wrong }: { answer: FoundAnswer; conversation: string; wrong(): void }) {
  const insert = useInsert(conversation);
  const [whole, setWhole] = useState(false);
  return (
    <li>
      <h4>{answer.question}</h4>
      <p className="soft">{[answer.category, w.score(Math.round(answer.score * 100))].filter(Boolean).join(" · ")}</p>
      <div className={whole ? "answer-text" : "answer-text cut"}><Markup text={answer.answer} rich /></div>
      <p className="answer-do">
        <Button size="small" type="primary" onClick={() => insert(answer.answer, true)}>{w.send}</Button>
        <Button size="small" onClick={() => insert(answer.answer)}>{w.edit}</Button>
        <Button size="small" type="link" aria-expanded={whole} onClick={() => setWhole(!whole)}>{whole ? w.less : w.more}</Button>
        <Button size="small" type="link" danger onClick={wrong}>{w.wrong}</Button>
      </p>
    </li>
  );
}

/** A value once it has not changed for `ms`. */
function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return value === "" ? "" : settled;
}
