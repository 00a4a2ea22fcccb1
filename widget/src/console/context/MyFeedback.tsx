import { clock } from "../format";
import { useMyFeedback } from "../queries";
import { Mark } from "./Mark";
import { Asked, Section } from "./Section";
import { words } from "./strings";

/** So much is shown: what is older was read long ago. */
const most = 10;

const w = words.feedback;
const tones = { open: "warn", done: "good", ignored: "plain" } as const;

/** What the reader told the editors, with what they answered him. */
export function MyFeedback() {
  const asked = useMyFeedback();
  return (
    <Section title={w.mine}>
      <Asked asked={asked}>
        {({ items }) =>
          items.length === 0 ? <p className="soft">{w.mineNone}</p> : (
            <ul className="answers">
              {items.slice(0, most).map((f) => (
                <li key={f.id}>
                  <p>
                    <Mark tone={tones[f.state]}>{w.states[f.state]}</Mark> {f.question || f.text}
                  </p>
                  <p className="soft">{w.kinds[f.kind]} · {clock(f.at, Date.now())}</p>
                  {f.answer && <p>{w.answered}{f.answer}</p>}
                </li>
              ))}
            </ul>
          )}
      </Asked>
    </Section>
  );
}
