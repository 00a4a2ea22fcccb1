import type { QuestionHint } from "../wire/frames";
import { rare } from "./strings";
import type { Suggesting } from "./suggesting";
import "./Suggest.css";

export { Suggesting } from "./suggesting";

/** The ids by which the box names the list and the question that the arrow keys are at. */
export const suggestID = "suggest";
export const optionID = (place: number): string | undefined => (place < 0 ? undefined : `${suggestID}-${place}`);

interface SuggestProps {
  from: Suggesting;
  pick(question: string): void;
}

/** The questions that the customer may be typing, above the box and over the log, so that nothing moves. */
export function Suggest({ from, pick }: SuggestProps) {
  const list = from.list.value;
  return (
    <div class="suggest">
      <p class="hidden" role="status">{list.length > 0 && rare.suggested(list.length)}</p>
      {list.length > 0 && (
        <ul id={suggestID} role="listbox" aria-label={rare.suggestions}>
          {list.map((q, i) => (
            <li
              key={q.id}
              id={optionID(i)}
              role="option"
              aria-selected={i === from.active.value}
              // The box keeps the focus, and a phone its keyboard.
              onMouseDown={(e) => e.preventDefault()}
              onClick={() => pick(q.question)}
            >
              <Marked hint={q} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A question in which what was typed stands out. */
function Marked({ hint }: { hint: QuestionHint }) {
  const runes = [...hint.question];
  const [from, to] = hint.mark ?? [0, 0];
  const part = (a: number, b?: number) => runes.slice(a, b).join("");
  return <span>{part(0, from)}{to > from && <mark>{part(from, to)}</mark>}{part(to)}</span>;
}
