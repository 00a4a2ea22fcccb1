import { useEffect, useState } from "preact/hooks";
import { Announcement } from "./Announcement";
import { Banner } from "./Banner";
import { Composer } from "./Composer";
import { Header } from "./Header";
import { Log } from "./Log";
import type { Model } from "./model";
import { TicketPanel, Transcript, Waiting, Zoom } from "./parts";
import { strings } from "./strings";

interface AppProps {
  model: Model;
  /** Puts the panel away; absent where the chat is a page of its own. */
  close?: (() => void) | undefined;
}

/** The whole chat. */
export function App({ model, close }: AppProps) {
  model.version.value; // the parts read the session itself
  const { session, zoomed, panel } = model;
  const blocked = session.blocked !== "";
  const [record, setRecord] = useState(false);
  const drop = useDrop((files) => !blocked && model.uploads.add(files));

  useEffect(() => {
    if (!close) return;
    const escape = (e: KeyboardEvent) => {
      // A dialog that is open, or a menu, takes it for itself.
      if (e.key === "Escape" && !e.isComposing && !e.defaultPrevented && !document.querySelector("dialog[open]")) close();
    };
    window.addEventListener("keydown", escape);
    return () => window.removeEventListener("keydown", escape);
  }, [close]);

  return (
    <main class="chat" key={model.visit.value} {...drop.handlers}>
      <Header
        name={model.greeting.value?.name ?? ""}
        connection={session.connection}
        state={session.state}
        agent={model.agent.value}
        asking={session.outbox.list("").some((e) => e.command.type === "human" && e.state === "pending")}
        blocked={blocked}
        human={() => session.human()}
        findTicket={() => (panel.value = "")}
        transcript={() => setRecord(true)}
        close={close}
      />
      <Announcement model={model} />
      <Log model={model} />
      {(session.state === "waiting" || model.pledges.value.length > 0) && <Waiting model={model} />}
      <Banner model={model} />
      <Composer model={model} />
      {drop.over && <div class="drop">{strings.drop}</div>}
      {zoomed.value && <Zoom file={zoomed.value} close={() => (zoomed.value = null)} />}
      {record && <Transcript model={model} close={() => setRecord(false)} />}
      {panel.value !== null && <TicketPanel model={model} number={panel.value} />}
    </main>
  );
}

/** Takes files that are dropped anywhere on an element. */
function useDrop(take: (files: File[]) => void) {
  const [over, setOver] = useState(false);
  const files = (e: DragEvent) => e.dataTransfer?.types.includes("Files") === true;
  const handlers = {
    onDragOver: (e: DragEvent) => {
      if (!files(e)) return;
      e.preventDefault();
      setOver(true);
    },
    onDragLeave: (e: DragEvent) => {
      // It is also left for each element inside.
      if (!(e.relatedTarget instanceof Node)) setOver(false);
    },
    onDrop: (e: DragEvent) => {
      setOver(false);
      if (!files(e)) return;
      e.preventDefault();
      take([...(e.dataTransfer?.files ?? [])]);
    },
  };
  return { over, handlers };
}
