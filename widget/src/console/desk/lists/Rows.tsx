import { Empty } from "antd";
import { type ReactElement, useEffect, useRef } from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import type { Row } from "../../../wire/frames";

/** Height of a card in pixels, as the style sheet has it. */
const height = 86;

interface RowsProps {
  rows: readonly Row[];
  open: string;
  /** What is said where there are none. */
  empty: string;
  children(row: Row): ReactElement;
}

/** A list of which only what is on the screen is in the page, so that 2,000 cases scroll as 20 do. It follows the open case. */
export function Rows({ rows, open, empty, children }: RowsProps) {
  const list = useRef<VirtualizerHandle>(null);
  const at = rows.findIndex((r) => r.conversation === open);
  useEffect(() => {
    if (at >= 0) list.current?.scrollToIndex(at, { align: "nearest" });
    // Only a step of the reader moves the list: a case that moves by itself would take the list along.
  }, [open]);
  if (rows.length === 0) return <div className="case-scroll"><Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} /></div>;
  return (
    <div className="case-scroll">
      <Virtualizer ref={list} as="ul" item="li" data={rows} itemSize={height}>
        {(row: Row) => <div key={row.conversation}>{children(row)}</div>}
      </Virtualizer>
    </div>
  );
}
