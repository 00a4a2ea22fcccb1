import { Alert, Input } from "antd";
import { useState } from "react";
import { useLoader } from "./api";
import { Row } from "./Part";
import { isNear, originOf } from "./snippet";
import { words } from "./words";

/** Where the customers' browsers find the server: by the address that one came by, unless that is one of the house. */
export function Server({ origin, change }: { origin: string; change(origin: string): void }) {
  const [typed, setTyped] = useState(origin);
  const bad = originOf(typed) !== typed.trim().replace(/\/$/, "");
  return (
    <Row name={words.server} hint={words.serverHint}>
      <Input
        aria-label={words.server} className="mono" value={typed} status={bad ? "error" : ""} maxLength={200}
        onChange={(e) => {
          setTyped(e.target.value);
          const read = originOf(e.target.value);
          if (read !== "") change(read);
        }}
      />
      {bad ? <p className="und-wrong" role="alert">{words.serverBad}</p> : <Found origin={origin} />}
    </Row>
  );
}

/** What there is to say about the address. */
function Found({ origin }: { origin: string }) {
  const loader = useLoader();
  if (origin !== location.origin) {
    return <p>{words.serverOther} <a href={`${origin}/yiwen.js`} target="_blank" rel="noreferrer">{origin}/yiwen.js</a></p>;
  }
  return (
    <>
      {loader.data && <p className="good">{words.serverFine}</p>}
      {(loader.error || loader.data === false) && <Alert type="error" showIcon title={words.serverMissing} />}
      {isNear(origin) ? <p className="und-warn">{words.serverNear}</p> : origin.startsWith("http:") && <p className="und-warn">{words.serverPlain}</p>}
    </>
  );
}
