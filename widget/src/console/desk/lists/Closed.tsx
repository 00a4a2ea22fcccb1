import { Alert, Button, Pagination, Spin } from "antd";
import { type ReactElement, useEffect, useState } from "react";
import type { Row } from "../../../wire/frames";
import { useClosedCases } from "../../queries";
import { strings } from "../../strings";
import { words } from "../words";
import { Rows } from "./Rows";

interface ClosedProps {
  q: string;
  team: string;
  open: string;
  children(row: Row): ReactElement;
}

/** Cases that are over, page by page: they are no live list, the server is asked for them. */
export function Closed({ q, team, open, children }: ClosedProps) {
  const [page, setPage] = useState(1);
  useEffect(() => setPage(1), [q, team]);
  const { data, error, isPending, refetch } = useClosedCases({ page, ...(q && { q }), ...(team && { team }) });
  if (error) {
    return (
      <Alert
        banner type="error" title={error.message || words.pageFailed}
        action={<Button size="small" onClick={() => void refetch()}>{strings.retry}</Button>}
      />
    );
  }
  if (isPending) return <Spin className="shell-wait" />;
  return (
    <>
      <Rows rows={data.items} open={open} empty={words.empty.closed}>{children}</Rows>
      {data.total > data.size && (
        <Pagination className="case-pages" simple size="small" current={page} total={data.total} pageSize={data.size} showSizeChanger={false} onChange={setPage} />
      )}
    </>
  );
}
