import { useEffect } from "preact/hooks";
import { Banner } from "./Banner";
import { Composer } from "./Composer";
import { Header } from "./Header";
import { Log } from "./Log";
import type { Model } from "./model";

interface AppProps {
  model: Model;
  /** Puts the panel away; absent where the chat is a page of its own. */
  close?: (() => void) | undefined;
}

/** The whole chat. */
export function App({ model, close }: AppProps) {
  model.version.value; // the parts read the session itself
  const { session } = model;

  useEffect(() => {
    if (!close) return;
    const escape = (e: KeyboardEvent) => {
      if (e.key === "Escape" && !e.isComposing) close();
    };
    window.addEventListener("keydown", escape);
    return () => window.removeEventListener("keydown", escape);
  }, [close]);

  return (
    <main class="chat">
      <Header
        name={model.greeting.value?.name ?? ""}
        connection={session.connection}
        state={session.state}
        asking={session.outbox.list("").some((e) => e.command.type === "human" && e.state === "pending")}
        human={() => session.human()}
        close={close}
      />
      <Log model={model} />
      <Banner session={session} />
      <Composer say={(text) => session.say(text)} typing={(on) => session.typing(on)} full={session.full} />
    </main>
  );
}
