import { App, Button, Popconfirm, Popover, Tag } from "antd";
import { useRef, useState } from "react";
import type { Staff } from "../api";
import { maxBytes } from "../desk/uploads";
import { removeFace, setFace } from "../http";
import { strings } from "../strings";
import { Face } from "./Face";
import { words } from "./words";
import "./profile.css";

interface OwnProps {
  staff: Staff;
  /** Asks anew who is signed in. */
  changed(): void;
}

/** One's own name, and behind it what customers and colleagues see of one. */
export default function Own({ staff, changed }: OwnProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover content={<Profile staff={staff} changed={changed} />} trigger="click" open={open} onOpenChange={setOpen} placement="bottomRight" destroyOnHidden>
      <button type="button" className="own-who" aria-label={words.own(staff.name)} aria-expanded={open}>
        <Face name={staff.name} face={staff.face} />
        {staff.name}
        <Tag>{strings.roles[staff.role]}</Tag>
      </button>
    </Popover>
  );
}

function Profile({ staff, changed }: OwnProps) {
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const act = async (work: () => Promise<unknown>, done: string) => {
    setBusy(true);
    setProblem("");
    try {
      await work();
      changed();
      message.success(done);
    } catch (error) {
      setProblem((error as Error).message);
    } finally {
      setBusy(false);
    }
  };
  const chosen = (files: FileList | null) => {
    const file = files?.[0];
    if (!file) return;
    if (file.size > maxBytes) return setProblem(words.large);
    void act(() => setFace(file), words.done);
  };
  return (
    <div className="own">
      <div className="own-head">
        <Face name={staff.name} face={staff.face} size={64} />
        <p>
          <strong>{staff.name}</strong>
          <br />
          <Tag>{strings.roles[staff.role]}</Tag>
        </p>
      </div>
      <p className="soft">{words.hint}</p>
      <div className="own-acts">
        <input
          ref={input} type="file" hidden accept="image/png,image/jpeg,image/webp,image/gif" aria-label={words.set}
          onChange={(e) => {
            chosen(e.target.files);
            e.target.value = ""; // the same file may be chosen again
          }}
        />
        <Button type="primary" loading={busy} onClick={() => input.current?.click()}>{staff.face ? words.change : words.set}</Button>
        {staff.face && (
          <Popconfirm title={words.removeAsk} okText={words.remove} onConfirm={() => act(removeFace, words.removed)}>
            <Button disabled={busy}>{words.remove}</Button>
          </Popconfirm>
        )}
      </div>
      {problem ? <p className="bad" role="alert">{problem}</p> : <p className="soft">{words.kinds}</p>}
    </div>
  );
}
