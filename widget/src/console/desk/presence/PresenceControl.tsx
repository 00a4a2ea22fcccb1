import { DownOutlined } from "@ant-design/icons";
import { Button, Input, Popover } from "antd";
import { useState } from "react";
import type { DeskSession } from "../../../wire/desk";
import type { PresenceState } from "../../../wire/frames";
import { span } from "../../format";
import { useNow } from "../../live";
import { words } from "../words";
import { ghostReason } from "./ghost";
import { usePresence } from "./usePresence";

/** The longest reason the server takes, in characters. */
const maxReason = 200;

/** Whether one is there for customers, since when, and the way to change it. */
export function PresenceControl({ desk }: { desk: DeskSession }) {
  const now = useNow(1_000);
  const { own, set } = usePresence(desk);
  const [open, setOpen] = useState(false);
  const [other, setOther] = useState("");
  const state = own?.state ?? "offline";
  const reason = own?.reason === ghostReason ? words.ghostReason : own?.reason;
  const label = reason ? words.presenceWith(words.states[state], reason) : words.states[state];

  const choose = (next: PresenceState, why?: string) => {
    setOpen(false);
    setOther("");
    set(next, why);
  };
  const menu = (
    <div className="presence-menu">
      {(["online", "busy", "offline"] as const).map((s) => (
        <Button key={s} type={s === state ? "default" : "text"} onClick={() => choose(s)} icon={<i className="light" data-state={s} />}>
          {words.states[s]}
          {s === "online" && <span className="soft">{words.given}</span>}
        </Button>
      ))}
      <h3><i className="light" data-state="break" /> {words.states.break} · {words.breakTitle}</h3>
      <div className="presence-breaks">
        {words.breaks.map((why) => <Button key={why} size="small" onClick={() => choose("break", why)}>{why}</Button>)}
      </div>
      <Input
        size="small" value={other} maxLength={maxReason} placeholder={words.breakOther} aria-label={words.breakOther}
        onChange={(e) => setOther(e.target.value)}
        onKeyDown={(e) => {
          if (e.key === "Enter" && !e.nativeEvent.isComposing && e.keyCode !== 229 && other.trim()) choose("break", other.trim());
        }}
        suffix={<Button size="small" type="link" disabled={!other.trim()} onClick={() => choose("break", other.trim())}>{words.breakStart}</Button>}
      />
    </div>
  );
  return (
    <Popover content={menu} trigger="click" open={open} onOpenChange={setOpen} placement="bottomRight">
      <button type="button" className="presence" disabled={!desk.online} aria-label={`${words.presence} ${label}`} aria-expanded={open}>
        <i className="light" data-state={state} />
        {label}
        {own?.since !== undefined && <time>{span(now - own.since)}</time>}
        <DownOutlined />
      </button>
    </Popover>
  );
}
