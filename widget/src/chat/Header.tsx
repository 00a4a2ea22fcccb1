import { useEffect, useRef, useState } from "preact/hooks";
import type { Connection } from "../wire/visit";
import type { CaseState } from "../wire/frames";
import { Icon } from "./icons";
import type { Model } from "./model";
import { Face, Menu } from "./parts";
import { strings } from "./strings";

interface HeaderProps {
  name: string;
  connection: Connection;
  state: CaseState;
  /** Who serves the customer; undefined where nobody does. */
  agent: Model["agent"]["value"];
  /** A person was asked for, and the server has not answered yet. */
  asking: boolean;
  blocked: boolean;
  human(): void;
  findTicket(): void;
  transcript(): void;
  /** Absent where the chat is a page of its own. */
  close?: (() => void) | undefined;
}

/** The shop's name, how the connection is, who serves, and the way to a person, which is always there. */
export function Header({ name, connection, state, agent, asking, blocked, human, findTicket, transcript, close }: HeaderProps) {
  const label = state === "waiting" ? strings.humanWaiting : state === "assigned" ? strings.humanAssigned : asking ? strings.humanAsking : strings.human;
  return (
    <header class="header">
      <div class="title">
        <h1>{name || strings.shop}</h1>
        <p class="sub">
          <span class={`link ${connection}`} role="status">{strings.connection[connection]}</span>
          {agent && <span class="serving"><Face {...agent} small />{strings.serving(agent.name)}</span>}
        </p>
      </div>
      <button type="button" class="human" onClick={human} disabled={blocked || label !== strings.human}>
        <Icon name="person" />
        {label}
      </button>
      <More findTicket={findTicket} transcript={transcript} />
      {close && (
        <button type="button" class="close" onClick={close} aria-label={strings.close}>
          <Icon name="down" />
        </button>
      )}
    </header>
  );
}

/** The button of the menu; what is in it comes when it is opened. */
function More({ findTicket, transcript }: { findTicket(): void; transcript(): void }) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const away = (e: Event) => {
      if (!(e.target instanceof Node && box.current?.contains(e.target))) setOpen(false);
    };
    // Safari before 13 has no pointer events.
    const press = "onpointerdown" in document ? "pointerdown" : "mousedown";
    document.addEventListener(press, away);
    return () => document.removeEventListener(press, away);
  }, [open]);
  // The focus comes back to the button, from where a dialog takes it and returns it.
  const shut = () => {
    setOpen(false);
    button.current?.focus();
  };
  const keys = (e: KeyboardEvent) => {
    if (!open) return;
    if (e.key === "Tab") setOpen(false);
    if (e.key !== "Escape") return;
    e.preventDefault(); // it is for the menu, not for the panel
    shut();
  };
  return (
    <div class="more" ref={box} onKeyDown={keys}>
      <button type="button" class="close" ref={button} aria-label={strings.menu} aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="dots" />
      </button>
      {open && <Menu findTicket={() => { shut(); findTicket(); }} transcript={() => { shut(); transcript(); }} />}
    </div>
  );
}
