import { Button, Skeleton } from "antd";
import { type ReactNode, useId } from "react";
import { words } from "./strings";

/** A part of a tab with its heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="part" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}

interface AskedProps<T> {
  /** An answer of react-query. */
  asked: { data: T | undefined; error: Error | null; isFetching: boolean; refetch(): unknown };
  children(data: T): ReactNode;
}

/** What was asked of the server: on its way, come, or failed with a way to ask again. What came before stays in sight. */
export function Asked<T>({ asked, children }: AskedProps<T>) {
  const { data, error, isFetching, refetch } = asked;
  return (
    <>
      {error && (
        <p className="bad" role="alert">
          {error.message || words.failed}{" "}
          <Button size="small" type="link" loading={isFetching} onClick={() => void refetch()}>{words.retry}</Button>
        </p>
      )}
      {data !== undefined ? children(data) : !error && <Skeleton active paragraph={{ rows: 3 }} title={false} />}
    </>
  );
}
