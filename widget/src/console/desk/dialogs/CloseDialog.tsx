import { Button, Input, Modal, Radio, type RefSelectProps, Select } from "antd";
import { useEffect, useRef, useState } from "react";
import { maxText, runes, type Summary } from "../../../wire/frames";
import { usePrefill, useTeams } from "../../queries";
import type { Prefill } from "../../shapes";
import { strings } from "../../strings";
import { words } from "../words";

interface CloseDialogProps {
  conversation: string;
  busy: boolean;
  done(summary: Exclude<Summary, string>): void;
  close(): void;
}

/** The longest tag, and the most of them, that the server takes. */
const [maxTag, maxTags] = [64, 10];

/**
 * The closing summary, filled in by the bot so that one key is enough. What the
 * agent has chosen is not overwritten when the bot's answer comes late; without
 * an answer the form is simply empty.
 */
export function CloseDialog({ conversation, busy, done, close }: CloseDialogProps) {
  const { data: teams } = useTeams();
  const { data: prefill, isFetching } = usePrefill(conversation, true);
  const ok = useRef<HTMLButtonElement>(null);
  const choice = useRef<RefSelectProps>(null);
  const verdict = useRef<HTMLDivElement>(null);
  const [own, setOwn] = useState<Partial<Prefill>>({});
  const classes = teams?.classes ?? [];
  const known = (id: string | undefined) => (classes.some((c) => c.id === id) ? id : undefined);
  const chosen = known(own.class ?? prefill?.class);
  const solved = own.solved ?? prefill?.solved;
  const tags = own.tags ?? prefill?.tags ?? [];
  const text = own.text ?? prefill?.text ?? "";
  const missing = classes.length > 0 && chosen === undefined;
  const ready = !missing && solved !== undefined && !busy && runes(text.trim()) <= maxText;
  const submit = () => {
    if (!ready) return;
    done({
      ...(chosen !== undefined && { class: chosen }), solved,
      ...(tags.length > 0 && { tags }), ...(text.trim() && { text: text.trim() }),
    });
  };
  // Enter is enough where the bot knew everything; else what it could not know is to be chosen first.
  const settled = !isFetching && teams !== undefined;
  useEffect(() => {
    if (settled) (missing ? choice.current : solved === undefined ? verdict.current?.querySelector("input") : ok.current)?.focus();
  }, [settled]);
  return (
    <Modal
      open title={strings.closeTitle} onCancel={close}
      footer={[
        <Button key="cancel" onClick={close}>{strings.cancel}</Button>,
        <Button key="ok" ref={ok} type="primary" danger disabled={!ready} loading={busy} onClick={submit}>{strings.close}</Button>,
      ]}
    >
      <p className="soft">{isFetching ? words.summaryLoading : words.summaryHint}</p>
      {classes.length > 0 && (
        <div className="settings-line">
          <span>{words.summaryClass}</span>
          <Select
            ref={choice} style={{ width: 320 }} value={chosen ?? null} aria-label={words.summaryClass} placeholder={words.summaryClassMissing}
            showSearch={{ optionFilterProp: "label" }} status={missing && !isFetching ? "error" : ""}
            options={classes.map((c) => ({ value: c.id, label: c.label }))} onChange={(value: string) => setOwn({ ...own, class: value })}
          />
        </div>
      )}
      <div className="settings-line">
        <span>{words.summarySolved}</span>
        {/* Enter on the choice closes as on the button: the hands stay where they are. */}
        <div ref={verdict} onKeyDown={(e) => e.key === "Enter" && submit()}>
          <Radio.Group
            optionType="button" value={solved} onChange={(e) => setOwn({ ...own, solved: e.target.value as boolean })} aria-label={words.summarySolved}
            options={[{ value: true, label: words.solved }, { value: false, label: words.unsolved }]}
          />
        </div>
        {solved === undefined && !isFetching && <span className="bad">{words.summarySolvedMissing}</span>}
      </div>
      <div className="settings-line">
        <span>{words.summaryTags}</span>
        <Select
          mode="tags" open={false} suffixIcon={null} style={{ width: 320 }} value={tags} aria-label={words.summaryTags} maxCount={maxTags}
          onChange={(value: string[]) => setOwn({ ...own, tags: value.map((t) => [...t.trim()].slice(0, maxTag).join("")).filter(Boolean) })}
        />
      </div>
      <Input.TextArea
        rows={3} value={text} aria-label={words.summaryText} placeholder={strings.closeSummary} count={{ max: maxText, strategy: runes }}
        onChange={(e) => setOwn({ ...own, text: e.target.value })}
        onKeyDown={(e) => {
          if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && !e.nativeEvent.isComposing && e.keyCode !== 229) submit();
        }}
      />
    </Modal>
  );
}
