import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Progress } from "antd";
import { useState } from "react";
import { call } from "../../api";
import { cancelJob } from "../../knowledge/api";
import { useJob } from "../../knowledge/queries";
import type { Golden, Job } from "../../knowledge/shapes";
import { words } from "./strings";
import "../understanding.css";

interface GoldenCheck {
  running: boolean;
  job: Job<Golden> | undefined;
  result: Golden | undefined;
  error: Error | null;
  start(of: "live" | "draft"): void;
  stop(): void;
}

/** A run of the golden questions, from its start to its result. */
export function useGoldenCheck(): GoldenCheck {
  const [id, setId] = useState("");
  const followed = useJob<Golden>(id);
  const begin = useMutation({
    mutationFn: (of: "live" | "draft") => call<{ job: string }>("POST", "/api/golden/check", { body: { of } }),
    onSuccess: ({ job }) => setId(job),
  });
  const stop = useMutation({ mutationFn: () => cancelJob(id) });
  const job = id === "" ? undefined : followed.data;
  return {
    running: begin.isPending || (id !== "" && followed.isPending) || job?.state === "running",
    job, result: job?.state === "done" ? job.result : undefined,
    error: begin.error ?? followed.error ?? (job?.state === "failed" ? new Error(job.error) : null),
    start: begin.mutate, stop: stop.mutate,
  };
}

/** How a run is getting on, and what came of it. */
export function CheckBar({ check: { running, job, result, error, stop } }: { check: GoldenCheck }) {
  if (running) {
    const [done, total] = [job?.done ?? 0, job?.total ?? 0];
    return (
      <div className="und-run" role="status">
        <Progress percent={total > 0 ? Math.round((100 * done) / total) : 0} size="small" showInfo={false} status="active" aria-label={words.check} />
        <span>{words.checking(done, total)}</span>
        <Button size="small" onClick={() => stop()}>{words.cancel}</Button>
      </div>
    );
  }
  if (error) return <Alert type="error" showIcon className="und-alert" title={error.message} />;
  if (!result) return null;
  const failed = result.failed?.length ?? 0;
  return <Alert type={failed > 0 ? "error" : "success"} showIcon className="und-alert" title={failed > 0 ? words.failed(failed, result.total) : words.passed(result.total)} />;
}
