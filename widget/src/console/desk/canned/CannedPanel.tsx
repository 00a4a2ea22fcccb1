import { MessageOutlined } from "@ant-design/icons";
import { Alert, Button, Input, Popover, Spin } from "antd";
import { useId, useState } from "react";
import type { Canned } from "../../http";
import { useCanned } from "../../queries";
import { strings } from "../../strings";
import { useChooser } from "../composer/chooser";
import { words } from "../talk-words";
import { CannedList, optionID } from "./CannedList";
import { flat, searchCanned } from "./search";

interface CannedPanelProps {
  open: boolean;
  upset: boolean;
  show(open: boolean): void;
  choose(reply: Canned): void;
}

/** The button that opens all canned replies, and the panel with them. */
export function CannedPanel({ open, upset, show, choose }: CannedPanelProps) {
  return (
    <Popover
      open={open}
      onOpenChange={show}
      trigger="click"
      placement="topRight"
      destroyOnHidden
      content={<Panel upset={upset} choose={choose} close={() => show(false)} />}
    >
      <Button size="small" type="text" icon={<MessageOutlined />} aria-expanded={open}>{words.cannedOpen}</Button>
    </Popover>
  );
}

function Panel({ upset, choose, close }: { upset: boolean; choose(reply: Canned): void; close(): void }) {
  const replies = useCanned();
  const [query, setQuery] = useState("");
  const id = useId();
  const groups = searchCanned(replies.data?.items ?? [], query, upset);
  const chooser = useChooser(flat(groups), query, { choose, close });
  return (
    <div className="canned-panel">
      <Input
        autoFocus allowClear value={query} placeholder={words.cannedSearch} aria-label={words.cannedSearch} role="combobox"
        aria-expanded aria-controls={id} aria-activedescendant={chooser.active && optionID(id, chooser.active)}
        onChange={(e) => setQuery(e.target.value)}
        onKeyDown={(e) => void chooser.key(e)}
      />
      {replies.isPending && <Spin />}
      {replies.isError && (
        <Alert
          type="error" title={words.cannedFailed}
          action={<Button size="small" onClick={() => void replies.refetch()}>{strings.retry}</Button>}
        />
      )}
      {replies.data && <CannedList id={id} groups={groups} active={chooser.active} point={chooser.point} choose={choose} />}
    </div>
  );
}
