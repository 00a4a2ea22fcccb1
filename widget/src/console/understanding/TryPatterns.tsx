import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { tryPatterns } from "./api";
import { words } from "./strings";

/** What patterns found in a sentence, by their places. */
export type Hits = ReadonlyMap<number, string>;

const w = words.trying;

/** Asks the server which of the patterns are found in a sentence; whoever shows the patterns is told. */
export function TryPatterns({ patterns, found }: { patterns: readonly string[]; found(hits: Hits | undefined): void }) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const ask = useMutation({
    mutationFn: () => tryPatterns(patterns, text.trim()),
    onSuccess: ({ hits }) => found(new Map(hits.map((h) => [h.pattern, h.text]))),
    onError: () => found(undefined),
  });
  if (!open) return <Button size="small" onClick={() => setOpen(true)}>{w.open}</Button>;
  return (
    <div className="und-trying">
      <Input.Search
        autoFocus size="small" allowClear enterButton={w.go} maxLength={500} value={text} placeholder={w.text} aria-label={w.text} loading={ask.isPending} title={w.note}
        onChange={(e) => {
          setText(e.target.value);
          ask.reset();
          found(undefined);
        }}
        onSearch={() => text.trim() !== "" && ask.mutate()}
      />
      {ask.data && (
        <span role="status">
          {ask.data.hits.length > 0 ? <strong>{w.hits(ask.data.hits.length)}</strong> : w.none}
          <span className="soft"> {w.norm} {ask.data.norm}</span>
        </span>
      )}
      {ask.error && <span className="und-wrong" role="alert">{ask.error.message}</span>}
    </div>
  );
}
