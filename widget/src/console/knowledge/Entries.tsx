import { Button, Input, Result, Select, Table, type TableColumnsType } from "antd";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type KnowledgeEntry, listEntries } from "../api";
import { useTitle } from "../live";
import { strings } from "../strings";
import { EntryDrawer } from "./EntryDrawer";

const columns: TableColumnsType<KnowledgeEntry> = [
  { title: strings.columns.question, dataIndex: "question", ellipsis: true },
  { title: strings.columns.category, dataIndex: "category", width: 140 },
  { title: strings.columns.variants, width: 90, align: "right", render: (_, e) => e.variants?.length ?? 0 },
  { title: strings.columns.team, width: 90, render: (_, e) => strings.teams[e.team ?? ""] ?? e.team },
  { title: strings.columns.id, width: 260, ellipsis: true, render: (_, e) => <span className="mono soft">{e.id}</span> },
];

/** What the bot answers from: search, look, read. Changing it comes later. */
export default function Entries() {
  const [query, setQuery] = useState({ q: "", category: "", page: 1 });
  const [entry, setEntry] = useState<KnowledgeEntry>();
  const { data, problem, busy, again } = useEntries(query);
  useTitle(`${strings.pages.knowledge} - ${strings.product}`);

  if (problem && !data) return <Result status="warning" title={problem} extra={<Button onClick={again}>{strings.retry}</Button>} />;
  return (
    <section className="knowledge">
      <div className="knowledge-top">
        <Input.Search
          allowClear
          maxLength={100}
          placeholder={strings.entriesSearch}
          aria-label={strings.entriesSearch}
          onSearch={(q) => setQuery({ ...query, q: q.trim(), page: 1 })}
        />
        <Select
          value={query.category}
          aria-label={strings.columns.category}
          options={[{ label: strings.category, value: "" }, ...(data?.categories ?? []).map((c) => ({ label: c, value: c }))]}
          onChange={(category) => setQuery({ ...query, category, page: 1 })}
        />
        <span className={problem ? "bad" : "soft"}>{problem || (data && strings.total(data.total, data.version))}</span>
      </div>
      <Table<KnowledgeEntry>
        rowKey="id"
        size="middle"
        columns={columns}
        dataSource={data?.entries ?? []}
        loading={busy}
        locale={{ emptyText: strings.noEntries }}
        pagination={{
          current: query.page, pageSize: data?.size ?? 50, total: data?.total ?? 0, showSizeChanger: false,
          onChange: (page) => setQuery({ ...query, page }),
        }}
        onRow={(e) => ({
          tabIndex: 0,
          onClick: () => setEntry(e),
          onKeyDown: (k) => k.key === "Enter" && setEntry(e),
        })}
      />
      <EntryDrawer entry={entry} close={() => setEntry(undefined)} />
    </section>
  );
}

/** The page of entries that a query asks for; the last good one stays while the next is on its way. */
function useEntries(query: { q: string; category: string; page: number }) {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["entries", query], queryFn: ({ signal }) => listEntries(query, signal), placeholderData: keepPreviousData,
  });
  return { data, problem: error?.message ?? "", busy: isFetching, again: () => void refetch() };
}
