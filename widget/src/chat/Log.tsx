import { useRef } from "preact/hooks";
import type { Model } from "./model";
import { Bubble } from "./Bubble";
import { moment, useBefore } from "./clock";
import { Face, Rating, TicketCard } from "./parts";
import type { Item } from "./screen";
import { useScrolling } from "./scroll";
import { strings } from "./strings";
import { Welcome } from "./Welcome";

/** So soon after a tap on a question the next one is the other half of a double tap, in milliseconds. */
const doubled = 300;

/** The conversation: older history on demand, messages, lines, what somebody is typing. */
export function Log({ model }: { model: Model }) {
  model.version.value; // reads the thread itself
  const { session } = model;
  const { thread } = session;
  const items = model.items.value;
  const older = () => void thread.fetchOlder();
  const asked = useRef(-doubled);
  const scrolling = useScrolling(items, () => thread.older === "idle" && older());
  return (
    <div class="logbox">
      <div
        class="log"
        role="log"
        aria-label={strings.log}
        aria-live="off" // voice.ts speaks: what is new, once, and not the customer's own words
        tabIndex={0}
        ref={scrolling.ref}
        onClickCapture={(e) => {
          // It would ask the same again, or choose what the answer has moved under the finger.
          if (!(e.target instanceof Element) || !e.target.closest(".choices, .welcome > ul")) return;
          if (e.timeStamp - asked.current < doubled) e.stopPropagation();
          else asked.current = e.timeStamp;
        }}
        onClick={(e) => {
          // A menu that a finger opened goes when the finger is elsewhere.
          if (e.target instanceof Element && !e.target.closest(".row.active")) model.active.value = "";
        }}
        onScroll={scrolling.onScroll}
      >
        <div>
          {thread.hasOlder ? (
            <button type="button" class="older" onClick={older} disabled={thread.older === "loading"}>
              {thread.older === "loading" ? strings.olderLoading : thread.older === "failed" ? strings.olderFailed : strings.older}
            </button>
          ) : (
            <Welcome model={model} />
          )}
          {items.map((item) => (
            <Line key={item.key} item={item} model={model} />
          ))}
          {thread.typing && <Typing name={thread.typing.name ?? strings.agent} face={thread.typing.face} />}
        </div>
      </div>
      {scrolling.below && (
        <button type="button" class="below" onClick={scrolling.toEnd}>
          {strings.newMessages}
        </button>
      )}
    </div>
  );
}

function Line({ item, model }: { item: Item; model: Model }) {
  const { session } = model;
  switch (item.kind) {
    case "message":
      return <Bubble item={item} model={model} tappable={session.state !== "assigned"} active={model.active.value === item.key} />;
    case "time":
      return <p class="time">{moment(item.at, Date.now())}</p>;
    case "line":
      return <p class="line">{item.text}</p>;
    case "rated":
      return <Rated item={item} model={model} />;
    case "ticket":
      return <div class="line"><TicketCard number={item.number} model={model} /></div>;
    case "hole":
      return <p class="line">{session.thread.healing === "failed" ? strings.holeFailed : strings.hole}</p>;
    case "refused":
      return (
        <p class="line" role="alert">
          {strings.refused(item.text)}
          <button type="button" onClick={() => session.outbox.remove(item.key)}>{strings.understood}</button>
        </p>
      );
    case "rate":
      return <Rating sending={item.sending} rate={(r) => session.rate(r)} />;
  }
}

/** The rating that was given; for a while it can be changed, as long as nothing new has begun. */
function Rated({ item, model }: { item: Extract<Item, { kind: "rated" }>; model: Model }) {
  const { session, rerating } = model;
  const early = useBefore(item.until - session.now());
  const open = early && session.state === "closed";
  if (open && rerating.value === item.key) {
    const keep = () => (rerating.value = "");
    return <Rating sending={false} before={item.rating} keep={keep} rate={(r) => { if (session.rate(r)) keep(); }} />;
  }
  return (
    <p class="line">
      {item.text}
      {open && <button type="button" onClick={() => (rerating.value = item.key)}>{strings.rateEdit}</button>}
    </p>
  );
}

function Typing({ name, face }: { name: string; face: string | undefined }) {
  return (
    <div class="row agent first">
      <span class="avatar" aria-hidden="true"><Face name={name} face={face} /></span>
      <div class="said">
        <span class="name">{strings.typing(name)}</span>
        <div class="bubble dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </div>
      </div>
    </div>
  );
}
