import { Modal } from "antd";
import { useLive } from "../../live";
import { words } from "../words";
import { type KeyGroup, shortcuts } from "./shortcuts";

const groups: readonly KeyGroup[] = ["lists", "case", "write", "page"];

/** A key as it is written on keyboards. */
const shown = (key: string) => key.replace("ArrowDown", "\u2193").replace("ArrowUp", "\u2191");

/** All keys that work on this page now, out of the table that makes them work. */
export function KeySheet({ close }: { close(): void }) {
  useLive(shortcuts);
  const list = shortcuts.list();
  return (
    <Modal open title={words.keysTitle} footer={null} width={680} onCancel={close}>
      <div className="keys">
        {groups.map((group) => {
          const keys = list.filter((s) => s.group === group);
          return keys.length > 0 && (
            <section key={group}>
              <h3>{words.keyGroups[group]}</h3>
              <dl>
                {keys.map((s) => (
                  <div key={s.id}>
                    <dt>{s.label}</dt>
                    <dd>{s.keys.map((k) => <kbd key={k}>{shown(k)}</kbd>)}</dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
      <p className="soft">{words.keysHint}</p>
    </Modal>
  );
}
