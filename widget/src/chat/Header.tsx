import { useEffect, useRef, useState } from "preact/hooks";
import type { Connection } from "../wire/customer";
import type { CaseState } from "../wire/frames";
import { Icon } from "./icons";
import { strings } from "./strings";

interface HeaderProps {
  name: string;
  connection: Connection;
  state: CaseState;
  /** Who serves the customer; "" where nobody does. */
  agent: string;
  /** A person was asked for, and the server has not answered yet. */
  asking: boolean;
  blocked: boolean;
  human(): void;
  findTicket(): void;
  /** Absent where the chat is a page of its own. */
  close?: (() => void) | undefined;
}

/** The shop's name, how the connection is, who serves, and the way to a person, which is always there. */
export function Header({ name, connection, state, agent, asking, blocked, human, findTicket, close }: HeaderProps) {
  const label = state === "waiting" ? strings.humanWaiting : state === "assigned" ? strings.humanAssigned : asking ? strings.humanAsking : strings.human;
  return (
    <header class="header">
      <div class="title">
        <h1>{name || strings.shop}</h1>
        <p class="sub">
          <span class={`link ${connection}`} role="status">{strings.connection[connection]}</span>
          {agent && <span class="serving">{strings.serving(agent)}</span>}
        </p>
      </div>
      <button type="button" class="human" onClick={human} disabled={blocked || label !== strings.human}>
        <Icon name="person" />
        {label}
      </button>
      <More findTicket={findTicket} />
      {close && (
        <button type="button" class="close" onClick={close} aria-label={strings.close}>
          <Icon name="down" />
        </button>
      )}
    </header>
  );
}

/** The menu of what is wanted less often. */
function More({ findTicket }: { findTicket(): void }) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    box.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    const away = (e: Event) => {
      if (!(e.target instanceof Node && box.current?.contains(e.target))) setOpen(false);
    };
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
  }, [open]);
  const escape = (e: KeyboardEvent) => {
    if (e.key !== "Escape" || !open) return;
    e.preventDefault(); // it is for the menu, not for the panel
    setOpen(false);
    box.current?.querySelector("button")?.focus();
  };
  return (
    <div class="more" ref={box} onKeyDown={escape}>
      <button type="button" class="close" aria-label={strings.menu} aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="dots" />
      </button>
      {open && (
        <div role="menu" aria-label={strings.menu}>
          <button type="button" role="menuitem" onClick={() => { setOpen(false); findTicket(); }}>
            <Icon name="ticket" />
            {strings.ticketFind}
          </button>
        </div>
      )}
    </div>
  );
}
