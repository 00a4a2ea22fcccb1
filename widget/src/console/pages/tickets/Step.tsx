import { App, Button, Input, Segmented } from "antd";
import { useState } from "react";
import { maxText, runes } from "../../../wire/frames";
import type { Staff } from "../../api";
import type { TicketHead, TicketMove } from "../../http";
import { useMoveTicket } from "../../queries";
import { words } from "../strings";
import { moves, needsText } from "./moves";

const w = words.ticket;

/** What this person can do next with a ticket. */
export function Step({ ticket, staff }: { ticket: TicketHead; staff: Staff }) {
  const { message } = App.useApp();
  const possible = moves(ticket, staff);
  const [wanted, setWanted] = useState<TicketMove>();
  const [text, setText] = useState("");
  const change = useMoveTicket(ticket.number);
  const move = wanted ?? possible[0];
  if (!move) return null;

  const clean = text.trim();
  const refused = (needsText(move) && clean === "") || runes(clean) > maxText;
  const submit = () =>
    change.mutate({ move, ...(clean && { text: clean }) }, {
      onSuccess: () => {
        message.success(w.done);
        // What was written or chosen while it was under way is the next step's.
        setText((now) => (now === text ? "" : now));
        setWanted((now) => (now === wanted ? undefined : now));
      },
      onError: (error) => void message.error(error.message),
    });
  return (
    <section className="ticket-step" aria-label={w.do}>
      <Segmented<TicketMove>
        size="small" value={move} onChange={setWanted} aria-label={w.do}
        options={possible.map((m) => ({ value: m, label: w.moves[m] }))}
      />
      <Input.TextArea
        autoSize={{ minRows: 2, maxRows: 8 }} value={text} aria-label={w.text} placeholder={w.hints[move]}
        count={{ max: maxText, strategy: runes }} onChange={(e) => setText(e.target.value)}
        onKeyDown={(e) => {
          if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && !e.nativeEvent.isComposing && e.keyCode !== 229 && !refused) submit();
        }}
      />
      <Button type="primary" size="small" disabled={refused} loading={change.isPending} onClick={submit}>{w.moves[move]}</Button>
    </section>
  );
}
