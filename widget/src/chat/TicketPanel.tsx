import { useEffect, useState } from "preact/hooks";
import { maxText, runes } from "../wire/frames";
import { moment } from "./clock";
import { useDialog } from "./dialog";
import { Icon } from "./icons";
import type { Model } from "./model";
import { rare, strings } from "./strings";
import type { Act, Ticket } from "./tickets";
import { Copy } from "./TicketCard";
import "./buttons.css";
import "./form.css";
import "./TicketPanel.css";

/** Looks a ticket up by its number, shows how far it is, and takes what its customer adds. */
export function TicketPanel({ model, number }: { model: Model; number: string }) {
  const { ref, shut } = useDialog();
  const [found, setFound] = useState("");
  const [tail, setTail] = useState("");
  const ticket = model.tickets.known.value.get(found); // as it is now: the log tells what people do about it
  const show = (found: Ticket | undefined) => {
    setFound(found?.number ?? "");
    if (!found) model.panel.value = ""; // another one is to be looked up
  };
  return (
    <dialog class="panel" ref={ref} aria-label={strings.ticketFind} onClose={() => (model.panel.value = null)}>
      <header>
        <h2>{strings.ticketFind}</h2>
        <button type="button" class="close" aria-label={strings.back} onClick={shut}><Icon name="cross" /></button>
      </header>
      {ticket ? (
        <Progress key={ticket.number} ticket={ticket} model={model} tail={tail} show={show} />
      ) : (
        <Look model={model} number={number} tail={tail} setTail={setTail} show={show} />
      )}
    </dialog>
  );
}

interface LookProps {
  model: Model;
  number: string;
  tail: string;
  setTail(tail: string): void;
  show(ticket: Ticket): void;
}

function Look({ model, number: given, tail, setTail, show }: LookProps) {
  const [number, setNumber] = useState(given);
  const [busy, problem, run] = useWork();
  const look = (wanted: string) => run(async () => show(await model.tickets.lookup(wanted.trim(), tail.trim())));
  useEffect(() => {
    // The visitor's own ticket needs no further proof.
    if (given) void look(given);
  }, []);
  const recent = [...new Set(model.items.value.flatMap(numbersOf))].filter((n) => n !== number).slice(-3);
  return (
    <form onSubmit={(e) => { e.preventDefault(); void look(number); }}>
      <p class="hint">{rare.ticketHint}</p>
      <div class="field">
        <label for="tn">{rare.ticketNumber}</label>
        <input id="tn" value={number} required autocomplete="off" autocapitalize="characters" placeholder="WO" maxLength={64} onInput={(e) => setNumber(e.currentTarget.value)} />
      </div>
      <div class="field">
        <label for="tt">{rare.ticketTail}</label>
        <small id="tt-h">{rare.ticketTailHint}</small>
        <input id="tt" value={tail} inputMode="numeric" autocomplete="off" maxLength={4} aria-describedby="tt-h" onInput={(e) => setTail(e.currentTarget.value.replace(/\D/g, ""))} />
      </div>
      {problem && <p class="error" role="alert">{problem}</p>}
      <button type="submit" class="primary" disabled={busy || number.trim() === ""}>{busy ? rare.ticketLooking : rare.ticketLook}</button>
      {recent.length > 0 && (
        <div class="recent">
          <h3>{rare.ticketRecent}</h3>
          {recent.map((n) => (
            <button type="button" key={n} onClick={() => { setNumber(n); void look(n); }}>{n}</button>
          ))}
        </div>
      )}
    </form>
  );
}

const numbersOf = (item: Model["items"]["value"][number]): string[] =>
  item.kind === "ticket" ? [item.number] : item.kind === "message" && item.ticket !== undefined ? [item.ticket] : [];

interface ProgressProps {
  ticket: Ticket;
  model: Model;
  tail: string;
  show(ticket: Ticket | undefined): void;
}

function Progress({ ticket, model, tail, show }: ProgressProps) {
  const [text, setText] = useState("");
  const [busy, problem, run] = useWork();
  const act = (what: Act) =>
    run(async () => {
      show(await model.tickets.act(what, ticket, tail, what === "confirm" ? "" : text.trim()));
      setText("");
    });
  const { state } = ticket;
  const over = state === "closed";
  return (
    <div class="progress">
      <p class="head">
        <b>{ticket.number}</b>
        <span class={`state ${state}`}>{rare.ticketStates[state] ?? state}</span>
      </p>
      <p class="hint">{rare.ticketCreated(moment(ticket.created, Date.now()))} <Copy text={ticket.number} /></p>
      {ticket.story && <p class="story">{ticket.story}</p>}
      <ol>
        {ticket.steps.toReversed().map((s) => (
          <li key={`${s.at}${s.move}`}>
            <time>{moment(s.at, Date.now())}</time>
            <b>{rare.ticketMoves[s.move] ?? s.move}{s.by && s.move !== "add" && s.move !== "open" ? ` · ${s.by}` : ""}</b>
            {s.text && <p>{s.text}</p>}
            {s.files.map((id, i) => (
              <a key={id} href={`/files/${encodeURIComponent(id)}`} target="_blank" rel="noopener">{rare.ticketFile(i + 1)}</a>
            ))}
          </li>
        ))}
      </ol>
      <div class="field">
        <label for="ta">{rare.ticketAdd}</label>
        <textarea id="ta" rows={2} value={text} placeholder={rare.ticketAddHint} onInput={(e) => setText(e.currentTarget.value)} />
      </div>
      {problem && <p class="error" role="alert">{problem}</p>}
      <div class="acts">
        {!over && <button type="button" class="primary" disabled={busy || text.trim() === "" || runes(text) > maxText} onClick={() => void act("add")}>{rare.ticketSend}</button>}
        {state === "solved" && <button type="button" class="second" disabled={busy} onClick={() => void act("confirm")}>{rare.ticketConfirm}</button>}
        {(state === "solved" || over) && <button type="button" class="second" disabled={busy} onClick={() => void act("reopen")}>{rare.ticketReopen}</button>}
      </div>
      <button type="button" class="other" onClick={() => show(undefined)}>{rare.ticketOther}</button>
    </div>
  );
}

/** Runs one thing at a time: whether one runs, what went wrong, and the runner. */
function useWork(): [boolean, string, (work: () => Promise<void>) => Promise<void>] {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem("");
    try {
      await work();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : strings.ticketFailed);
    }
    setBusy(false);
  };
  return [busy, problem, run];
}
