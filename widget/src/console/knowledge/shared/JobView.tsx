import { Alert, Button, Progress, Spin } from "antd";
import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import type { Job } from "../api";
import * as api from "../api";
import { useAct, useJob } from "../queries";
import { words } from "../publish-words";

interface JobViewProps<R> {
  id: string;
  /** What is shown of a result; of a failed job too, where it left one. */
  children?(result: R, job: Job<R>): ReactNode;
  /** It has ended well. Called once. */
  done?(result: R | undefined): void;
}

const w = words.job;

/** How far a job is, in words and as a bar; why it failed; what came of it. */
export function JobView<R>({ id, children, done }: JobViewProps<R>) {
  const asked = useJob<R>(id);
  const cancel = useAct(api.cancelJob);
  const job = asked.data;
  const told = useRef("");
  useEffect(() => {
    if (job?.state !== "done" || told.current === job.id) return;
    told.current = job.id;
    done?.(job.result);
  }, [job, done]);
  if (!job) return asked.error ? <Alert type="warning" showIcon title={asked.error.message} /> : <Progress percent={0} status="active" showInfo={false} />;
  const known = job.total > 0;
  return (
    <div className="job" aria-live="polite">
      {job.state === "running" && (
        <>
          <p>{job.step || w.running} <span className="soft">{known && w.progress(job.done, job.total)}</span></p>
          <div className="job-bar">
            {known ? <Progress percent={Math.floor((100 * job.done) / job.total)} status="active" aria-label={job.step || w.running} /> : <Spin size="small" />}
            <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate(id)}>{w.cancel}</Button>
          </div>
        </>
      )}
      {job.state === "failed" && <Alert type="error" showIcon title={job.error || w.failed} />}
      {job.state === "cancelled" && <Alert type="info" showIcon title={w.cancelled} />}
      {job.result !== undefined && job.state !== "running" && children?.(job.result, job)}
    </div>
  );
}
