import { Button, Result } from "antd";
import { Problem } from "../api";
import { words } from "../words";

interface Asked {
  error: Error | null;
  isFetching: boolean;
  refetch(): unknown;
}

const w = words.trouble;

/** Why a list is not there, in a sentence, and what can be done: instead of the list. */
export function Nothing({ asked }: { asked: Asked }) {
  const { error } = asked;
  if (!error) return null;
  const status = error instanceof Problem ? error.status : -1;
  const title = status === 0 ? w.offline : status === 403 ? w.forbidden : status === 404 ? w.lost : w.failed;
  return (
    <Result
      status={status === 403 ? "403" : status === 404 ? "404" : "warning"} title={title} subTitle={error.message}
      extra={status !== 403 && <Button loading={asked.isFetching} onClick={() => void asked.refetch()}>{w.again}</Button>}
    />
  );
}
