import { useMutation } from "@tanstack/react-query";
import { Input } from "antd";
import { useState } from "react";
import { Mark } from "../../context/Mark";
import { tryRule } from "../api";
import type { Rule } from "../shapes";
import { words as shared } from "../strings";
import { words } from "./strings";

/** Asks the server whether the rule as it is written would match a sentence. */
export function TryRule({ rule }: { rule: Rule }) {
  const [text, setText] = useState("");
  const ask = useMutation({ mutationFn: (of: { rule: Rule; text: string }) => tryRule(of.rule, of.text) });
  // The answer is of the rule that was asked about: another one has none yet.
  const told = ask.variables?.rule === rule && ask.variables.text === text.trim() ? ask : undefined;
  return (
    <div className="und-trying">
      <Input.Search
        allowClear enterButton={shared.trying.open} maxLength={500} value={text} placeholder={words.tryHint} aria-label={words.tryHint} loading={ask.isPending}
        onChange={(e) => setText(e.target.value)} onSearch={() => text.trim() !== "" && ask.mutate({ rule, text: text.trim() })}
      />
      {told?.data && (
        <p role="status">
          <Mark tone={told.data.matched ? "good" : "plain"}>{told.data.matched ? shared.trying.matched : shared.trying.notMatched}</Mark>
          {told.data.why.length > 0 && <span> {shared.part(words.why, shared.series(told.data.why))}</span>}
          {told.data.missing && <span> {shared.part(words.missing, told.data.missing)}</span>}
          <span className="soft"> {shared.part(shared.trying.norm, told.data.norm)}</span>
          {rule.off && <span className="und-warn"> {shared.trying.off}</span>}
        </p>
      )}
      {told?.error && <p className="und-wrong" role="alert">{told.error.message}</p>}
    </div>
  );
}
