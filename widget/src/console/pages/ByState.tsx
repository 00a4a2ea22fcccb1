import type { UseQueryResult } from "@tanstack/react-query";
import { Segmented, Table, type TableColumnsType } from "antd";
import type { ReactNode } from "react";
import type { Paged } from "../shapes";
import { Page } from "./Page";
import { words } from "./strings";
import { Trouble } from "./Trouble";

interface ByStateProps<T, S extends string> {
  title: string;
  /** The names of the states, in their order. */
  tabs: Record<S, string>;
  /** What is said where there is nothing, by state. */
  none: Record<S, string>;
  at: { state: S; page: number };
  go(at: { state: S; page: number }): void;
  asked: UseQueryResult<Paged<T>>;
  columns: TableColumnsType<T>;
  children: ReactNode;
}

/** A page with what is in one of several states, in a table of pages. */
export function ByState<T extends { id: number }, S extends string>({ title, tabs, none, at, go, asked, columns, children }: ByStateProps<T, S>) {
  const { items = [], total = 0, size = 50 } = asked.data ?? {};
  const tools = (
    <>
      <Segmented
        value={at.state}
        options={(Object.keys(tabs) as S[]).map((value) => ({ value, label: tabs[value] }))}
        onChange={(state) => go({ state, page: 1 })}
      />
      <span className="soft">{asked.data && words.total(total)}</span>
    </>
  );
  return (
    <Page title={title} tools={tools}>
      <Trouble asked={asked} />
      <Table<T>
        rowKey="id" size="small" columns={columns} dataSource={items}
        loading={asked.isPending || asked.isPlaceholderData} locale={{ emptyText: none[at.state] }}
        pagination={{ current: at.page, pageSize: size, total, showSizeChanger: false, hideOnSinglePage: true, onChange: (page) => go({ ...at, page }) }}
      />
      {children}
    </Page>
  );
}
