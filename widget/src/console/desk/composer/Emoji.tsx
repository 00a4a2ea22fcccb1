import { SmileOutlined } from "@ant-design/icons";
import { Button, Popover } from "antd";
import { useState } from "react";
import { words } from "../talk-words";
import { emoji } from "./emoji";

/** The button that opens the emoji, and these. */
export function Emoji({ choose }: { choose(sign: string): void }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="topLeft"
      destroyOnHidden
      content={
        <div className="emoji" role="group" aria-label={words.emoji}>
          {emoji.map((sign) => (
            <button
              type="button"
              key={sign}
              onClick={() => {
                setOpen(false);
                choose(sign);
              }}
            >
              {sign}
            </button>
          ))}
        </div>
      }
    >
      <Button size="small" type="text" icon={<SmileOutlined />} aria-label={words.emoji} title={words.emoji} aria-expanded={open} />
    </Popover>
  );
}
