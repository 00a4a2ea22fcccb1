import type { Connection } from "../wire/customer";
import type { CaseState } from "../wire/frames";
import { Icon } from "./icons";
import { strings } from "./strings";

interface HeaderProps {
  name: string;
  connection: Connection;
  state: CaseState;
  /** A person was asked for, and the server has not answered yet. */
  asking: boolean;
  human(): void;
  /** Absent where the chat is a page of its own. */
  close?: (() => void) | undefined;
}

/** The shop's name, how the connection is, and the way to a person, which is always there. */
export function Header({ name, connection, state, asking, human, close }: HeaderProps) {
  const label = state === "waiting" ? strings.humanWaiting : state === "assigned" ? strings.humanAssigned : asking ? strings.humanAsking : strings.human;
  return (
    <header class="header">
      <div class="title">
        <h1>{name || strings.shop}</h1>
        <p class={`link ${connection}`} role="status">
          {strings.connection[connection]}
        </p>
      </div>
      <button type="button" class="human" onClick={human} disabled={label !== strings.human}>
        <Icon name="person" />
        {label}
      </button>
      {close && (
        <button type="button" class="close" onClick={close} aria-label={strings.close}>
          <Icon name="down" />
        </button>
      )}
    </header>
  );
}
