import { Alert, Segmented } from "antd";
import { useState } from "react";
import { Copied } from "./Copied";
import { Part } from "./Part";
import { type Choices, type Idiom, idioms, policy, says, snippet } from "./snippet";
import { words } from "./words";

/** The code for the shop's pages, in the way that they like. */
export function Code({ origin, choices }: { origin: string; choices: Choices }) {
  const [idiom, setIdiom] = useState<Idiom>("settings");
  return (
    <Part title={words.code} hint={words.codeHint}>
      <Segmented<Idiom> aria-label={words.code} value={idiom} options={idioms.map((value) => ({ value, label: words.idioms[value] }))} onChange={setIdiom} />
      <p className="soft">{words.idiomHints[idiom]}</p>
      {!says(idiom, choices) && <Alert type="warning" showIcon title={words.unsaid} />}
      <Copied text={snippet(idiom, origin, choices)} label={words.idioms[idiom]} />
      <p className="soft">{words.policy}</p>
      <Copied text={policy(origin)} label={words.policy} />
    </Part>
  );
}
