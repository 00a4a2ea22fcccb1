import { clock } from "../format";
import { strings } from "../strings";
import { Attachments } from "./Attachments";
import type { TalkItem } from "./talk";
import { words } from "./talk-words";

/** What is no message: where a day or a case begins, what happened to the case, a form that was filled in. */
export function Line({ item, marked }: { item: Exclude<TalkItem, { kind: "said" }>; marked: boolean }) {
  switch (item.kind) {
    case "day":
      return <p className="talk-day"><span>{dayName(item.at, Date.now())}</span></p>;
    case "case":
      return <p className="talk-case"><span>{words.caseNumber(item.number)}</span></p>;
    case "hole":
      return <p className="talk-line">{strings.hole}</p>;
    case "line":
      return (
        <p className="talk-line" data-tone={item.tone} data-marked={marked}>
          <time>{clock(item.at, item.at)}</time> {item.text}
          {item.detail && <small>{item.detail}</small>}
        </p>
      );
    case "filled":
      return (
        <article className="spoken customer filled" data-marked={marked}>
          <p className="spoken-head">
            {item.name} {words.filledIn(item.title)} <time>{clock(item.at, item.at)}</time>
          </p>
          <div className="spoken-text">
            <table>
              <tbody>
                {item.fields.map(([label, value, page]) => (
                  <tr key={label}>
                    <th scope="row">{label}</th>
                    <td>
                      {value}
                      {page && <> <span className="mark" data-tone="warn" title={words.pageHint}>{words.cardFrom}</span></>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            <Attachments items={item.attachments} />
          </div>
        </article>
      );
  }
}

/** The day as one says it. */
function dayName(at: number, now: number): string {
  const [day, today] = [new Date(at), new Date(now)];
  if (day.toDateString() === today.toDateString()) return words.today;
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  return day.toDateString() === yesterday.toDateString() ? words.yesterday : words.date(day);
}
