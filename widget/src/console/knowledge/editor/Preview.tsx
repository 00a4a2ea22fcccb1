import { useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import chatStyle from "../../../chat/style.css?inline";
import { Markup } from "../../Markup";
import { words } from "../words";

interface PreviewProps {
  question: string;
  answer: string;
  /** The questions that are offered below. */
  choices: readonly string[];
}

/** At most so many questions are offered. */
const offered = 3;

/** The answer as customers see it: drawn with the parser and in the style of the chat, which nothing of the console reaches. */
export function Preview({ question, answer, choices }: PreviewProps) {
  const host = useRef<HTMLDivElement>(null);
  const [root, setRoot] = useState<ShadowRoot>();
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const shadow = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(chatStyle.replaceAll(":root", ":host"));
    shadow.adoptedStyleSheets = [sheet];
    setRoot(shadow);
  }, []);
  return (
    <div ref={host} className="preview" role="group" aria-label={words.preview}>
      {root && createPortal(
        <div style={{ padding: "4px 12px 12px" }}>
          {question !== "" && <div className="row customer first"><div className="said"><div className="bubble"><p>{question}</p></div></div></div>}
          <div className="row bot first">
            <div className="said">
              {answer.trim() !== "" && <div className="bubble"><Markup text={answer} rich /></div>}
              {choices.length > 0 && (
                <div className="choices">
                  {choices.slice(0, offered).map((c, i) => (
                    <button type="button" key={c} tabIndex={-1}>{choices.length > 1 && <span className="number">{i + 1}</span>}{c}</button>
                  ))}
                </div>
              )}
            </div>
          </div>
        </div>, root)}
    </div>
  );
}
