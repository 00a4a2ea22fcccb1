import { App, Button, Input, Popconfirm, Segmented, Table, type TableColumnsType, Tooltip } from "antd";
import { useMemo, useState } from "react";
import { Mark } from "../context/Mark";
import { useNames } from "../context/names";
import { flat, searchCanned } from "../desk/canned/search";
import type { Canned as Reply, CannedScope } from "../http";
import { useCanned, useDeleteCanned } from "../queries";
import { Editor } from "./canned/Editor";
import { Page } from "./Page";
import type { PageProps } from "./props";
import { words } from "./strings";
import { Trouble } from "./Trouble";

const w = words.canned;
const scopes: readonly CannedScope[] = ["personal", "team", "global"];

/** The canned replies (话术) that this person can send, and the editor of those that he may change. */
export default function Canned({ staff }: PageProps) {
  const [scope, setScope] = useState<CannedScope | "all">("all");
  const [q, setQ] = useState("");
  const [edited, setEdited] = useState<Reply | "new">();
  const asked = useCanned();
  const names = useNames();
  const lead = staff.rights.includes("cases");
  const all = asked.data?.items;
  const shown = useMemo(
    () => flat(searchCanned((all ?? []).filter((r) => scope === "all" || r.scope === scope), q)),
    [all, scope, q],
  );
  const groups = useMemo(() => [...new Set((all ?? []).map((r) => r.group ?? "").filter((g) => g !== ""))].sort(), [all]);

  const columns: TableColumnsType<Reply> = [
    {
      title: w.name, width: 220, ellipsis: true,
      render: (_, r) => (r.mine ? <Button type="link" size="small" className="page-link" onClick={() => setEdited(r)}>{r.title}</Button> : r.title),
    },
    {
      title: w.group, width: 130, ellipsis: true, filters: groups.map((g) => ({ text: g, value: g })),
      onFilter: (value, r) => (r.group ?? "") === value, render: (_, r) => r.group || <span className="soft">{w.ungrouped}</span>,
    },
    {
      title: w.text, ellipsis: true,
      render: (_, r) => <>{r.opener && <Mark tone="blue">{w.opener}</Mark>}{r.picture && <Mark>{w.picture}</Mark>}{r.text}</>,
    },
    { title: w.scope, width: 150, ellipsis: true, render: (_, r) => (r.scope === "team" && r.team ? names.team(r.team) : w.scopes[r.scope]) },
    { title: w.uses, width: 110, align: "right", sorter: (a, b) => a.uses - b.uses, render: (_, r) => r.uses },
    { title: "", width: 150, render: (_, r) => <Changes reply={r} edit={() => setEdited(r)} /> },
  ];
  return (
    <Page
      title={w.title}
      tools={
        <>
          <Segmented
            value={scope} options={[{ value: "all", label: words.all }, ...scopes.map((value) => ({ value, label: w.scopes[value] }))]}
            onChange={(value) => setScope(value as CannedScope | "all")}
          />
          <Input.Search allowClear className="page-search" maxLength={60} placeholder={w.search} aria-label={w.search} value={q} onChange={(e) => setQ(e.target.value)} />
          <span className="soft">{all && words.total(shown.length)}</span>
          <Button type="primary" className="page-new" onClick={() => setEdited("new")}>{w.create}</Button>
        </>
      }
    >
      <Trouble asked={asked} />
      {!lead && <p className="soft page-hint">{w.leads}</p>}
      <Table<Reply>
        rowKey="id" size="small" columns={columns} dataSource={shown} loading={asked.isPending} locale={{ emptyText: w.none }}
        scroll={{ x: 980 }} pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
      />
      <Editor edited={edited} lead={lead} groups={groups} close={() => setEdited(undefined)} />
    </Page>
  );
}

function Changes({ reply, edit }: { reply: Reply; edit(): void }) {
  const { message } = App.useApp();
  const remove = useDeleteCanned();
  if (reply.from_pack) return <Tooltip title={w.packed}><span className="soft">{w.packedShort}</span></Tooltip>;
  if (!reply.mine) return null;
  return (
    <span className="page-do">
      <Button size="small" onClick={edit}>{words.edit}</Button>
      <Popconfirm
        title={w.removeAsk}
        onConfirm={() =>
          remove.mutate(reply.id, { onSuccess: () => void message.success(w.removed), onError: (error) => void message.error(error.message) })
        }
      >
        <Button size="small" danger>{words.remove}</Button>
      </Popconfirm>
    </span>
  );
}
