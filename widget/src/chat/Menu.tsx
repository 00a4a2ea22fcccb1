import { useEffect, useRef, useState } from "preact/hooks";
import { allowed, desktop, setDesktop, setSound, sound } from "./alerts";
import { Icon } from "./icons";
import { rare, strings } from "./strings";
import "./Menu.css";

interface MenuProps {
  findTicket(): void;
  transcript(): void;
}

/** The menu of what is wanted less often. It has the focus while it is there; arrows go through it. */
export function Menu({ findTicket, transcript }: MenuProps) {
  const box = useRef<HTMLDivElement>(null);
  const [denied, setDenied] = useState(allowed() === "denied");
  const items = () => [...(box.current?.querySelectorAll<HTMLElement>("button") ?? [])];
  useEffect(() => items()[0]?.focus(), []);
  const keys = (e: KeyboardEvent) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[e.key];
    if (next === undefined) return;
    e.preventDefault();
    all[next % all.length]?.focus();
  };
  return (
    <div role="menu" aria-label={strings.menu} ref={box} onKeyDown={keys}>
      <button type="button" role="menuitem" tabIndex={-1} onClick={findTicket}><Icon name="ticket" />{strings.ticketFind}</button>
      <button type="button" role="menuitem" tabIndex={-1} onClick={transcript}><Icon name="file" />{rare.transcript}</button>
      <Choice on={sound.value} label={rare.sound} choose={setSound} />
      {allowed() !== "" && (
        <Choice on={desktop.value} label={rare.desktop} choose={async (on) => setDenied(!(await setDesktop(on)))} />
      )}
      {denied && <p class="hint" role="status">{rare.desktopDenied}</p>}
    </div>
  );
}

function Choice({ on, label, choose }: { on: boolean; label: string; choose(on: boolean): void }) {
  return (
    <button type="button" role="menuitemcheckbox" aria-checked={on} tabIndex={-1} onClick={() => choose(!on)}>
      <span class="mark">{on && <Icon name="check" />}</span>
      {label}
    </button>
  );
}
