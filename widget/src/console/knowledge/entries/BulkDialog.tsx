import { AutoComplete, DatePicker, Form, Modal, Select } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { day, minute } from "../../moments";
import { strings } from "../../strings";
import type { BulkAction, Facets } from "../api";
import { type Choice, useOwnerChoices, useTeamChoices } from "../choices";
import { words } from "../words";

/** Those that need to be told to what. */
export const valueActions = ["move", "tag", "untag", "team", "audience", "owner", "review_on", "from", "until"] as const satisfies BulkAction[];
export type ValueAction = (typeof valueActions)[number];

interface BulkDialogProps {
  action: ValueAction;
  n: number;
  facets: Facets;
  close(): void;
  done(value: string): Promise<void>;
}

const w = words.bulk;

/** Asks to what many entries are to be set. What is left empty is taken away from them, where that makes sense. */
export function BulkDialog({ action, n, facets, close, done }: BulkDialogProps) {
  const [value, setValue] = useState("");
  const [busy, setBusy] = useState(false);
  const needed = action === "tag" || action === "untag";
  const submit = async () => {
    setBusy(true);
    await done(value.trim());
    close();
  };
  return (
    <Modal
      open title={w.title2(w.actions[action], n)} okText={w.apply(n)} cancelText={strings.cancel} confirmLoading={busy}
      okButtonProps={{ disabled: needed && value.trim() === "" }} onOk={submit} onCancel={close}
    >
      <Form layout="vertical">
        <Form.Item label={w.value[action]} extra={needed ? undefined : w.emptied}>
          <Value action={action} facets={facets} value={value} change={setValue} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function Value({ action, facets, value, change }: { action: ValueAction; facets: Facets; value: string; change(next: string): void }) {
  const label = w.value[action];
  const [teams, owners] = [useTeamChoices(), useOwnerChoices()];
  switch (action) {
    case "audience":
      return (
        <Select
          allowClear aria-label={label} value={value || null} onChange={(next?: string) => change(next ?? "")}
          options={Object.entries(words.audiences).map(([v, l]) => ({ value: v, label: l }))}
        />
      );
    case "from":
    case "until":
      return (
        <DatePicker
          showTime={{ format: "HH:mm" }} format={minute} aria-label={label} value={value ? dayjs(value, minute) : null}
          onChange={(d) => change(d?.format(minute) ?? "")}
        />
      );
    case "review_on":
      return <DatePicker format={day} aria-label={label} value={value ? dayjs(value, day) : null} onChange={(d) => change(d?.format(day) ?? "")} />;
    case "team":
      return <Named label={label} value={value} choices={teams} change={change} />;
    case "owner":
      return <Named label={label} value={value} choices={owners} change={change} />;
    default: {
      const known = { move: facets.categories.map((c) => c.path), tag: facets.tags.map((t) => t.tag), untag: facets.tags.map((t) => t.tag) };
      return (
        <AutoComplete
          autoFocus aria-label={label} value={value} options={known[action].map((v) => ({ value: v, label: v }))}
          showSearch={{ filterOption: true }} onChange={change} maxLength={160}
        />
      );
    }
  }
}

/** One of several by its name, or none. */
function Named({ label, value, choices, change }: { label: string; value: string; choices: Choice[]; change(next: string): void }) {
  return (
    <Select
      allowClear showSearch={{ optionFilterProp: "label" }} aria-label={label} value={value || null} options={choices}
      onChange={(next?: string | null) => change(next ?? "")}
    />
  );
}
