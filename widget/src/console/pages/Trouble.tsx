import { Alert, Button } from "antd";
import { words } from "./strings";

/** What is wrong with what was asked of the server, with a way to ask again; nothing when all is well. What came before stays in sight below it. */
export function Trouble({ asked }: { asked: { error: Error | null; isFetching: boolean; refetch(): unknown } }) {
  const { error, isFetching, refetch } = asked;
  if (!error) return null;
  return (
    <Alert
      type="warning" showIcon className="page-trouble" title={error.message || words.failed}
      action={<Button size="small" loading={isFetching} onClick={() => void refetch()}>{words.retry}</Button>}
    />
  );
}
