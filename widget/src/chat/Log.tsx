import type { Model } from "./model";
import { Bubble } from "./Bubble";
import { moment } from "./clock";
import { Rating } from "./Rating";
import type { Item } from "./screen";
import { useScrolling } from "./scroll";
import { strings } from "./strings";
import { Welcome } from "./Welcome";

/** The conversation: older history on demand, messages, lines, what somebody is typing. */
export function Log({ model }: { model: Model }) {
  const { session } = model;
  const { thread } = session;
  const items = model.items.value;
  const older = () => void thread.fetchOlder();
  const scrolling = useScrolling(items, () => thread.older === "idle" && older());
  return (
    <div class="logbox">
      <div
        class="log"
        role="log"
        aria-label={strings.log}
        aria-live="polite"
        tabIndex={0}
        ref={scrolling.ref}
        onScroll={scrolling.onScroll}
      >
        <div>
          {thread.hasOlder ? (
            <button type="button" class="older" onClick={older} disabled={thread.older === "loading"}>
              {thread.older === "loading" ? strings.olderLoading : thread.older === "failed" ? strings.olderFailed : strings.older}
            </button>
          ) : (
            <Welcome greeting={model.greeting.value} ask={(q) => session.say(q)} />
          )}
          {items.map((item) => (
            <Line key={item.key} item={item} model={model} />
          ))}
          {thread.typing && <Typing name={thread.typing.name ?? strings.agent} />}
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
      return (
        <Bubble
          item={item}
          tappable={session.state !== "assigned"}
          choose={(of, key) => session.choose(of, key)}
          retry={(id) => session.outbox.again(id)}
          discard={(id) => session.outbox.remove(id)}
        />
      );
    case "time":
      return <p class="time">{moment(item.at, Date.now())}</p>;
    case "line":
      return <p class="line">{item.text}</p>;
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
      return <Rating sending={item.sending} rate={(stars, solved, text) => session.rate({ stars, solved, text })} />;
  }
}

function Typing({ name }: { name: string }) {
  return (
    <div class="row agent first" role="status">
      <span class="avatar" aria-hidden="true">{[...name][0]}</span>
      <div class="bubble dots">
        <span class="hidden">{strings.typing(name)}</span>
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}
