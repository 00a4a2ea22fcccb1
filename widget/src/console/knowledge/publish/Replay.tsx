import { Alert, App, Button, Empty, Select, Spin } from "antd";
import { useState } from "react";
import { CheckBar, useGoldenCheck } from "../../understanding/golden/CheckBar";
import { clock } from "../../format";
import type { Job, Replayed } from "../api";
import * as api from "../api";
import { useAct, useEntries, useJob, useJobs } from "../queries";
import type { RoomName } from "../rooms";
import { JobView } from "../shared/JobView";
import { Nothing } from "../shared/Trouble";
import { Checked } from "./Checked";
import { words } from "./replay-words";
import { ReplayList } from "./ReplayList";
import "../../pages/pages.css";
import "./replay.css";

const spans = [1, 3, 7, 30] as const;

interface ReplayProps {
  to(room: RoomName, rest?: string): void;
}

/** What customers asked is asked again, live and with the draft: what they would notice of a publish. */
export function Replay({ to }: ReplayProps) {
  const { message } = App.useApp();
  const jobs = useJobs("replay");
  const [days, setDays] = useState<number>(7);
  const [mine, setMine] = useState("");
  const begin = useAct(api.replay);
  const list = jobs.data?.items;
  const going = mine || (list?.find((j) => j.state === "running")?.id ?? "");
  const running = useJob<Replayed>(going).data?.state === "running";
  const last = list?.find((j) => j.state === "done")?.id ?? "";
  const start = () =>
    begin.mutate(days, {
      onSuccess: (begun) => setMine(begun.job),
      onError: (error) => {
        void message.error(error.message);
        void jobs.refetch(); // a colleague's may be under way: then that is shown
      },
    });
  return (
    <div className="replay">
      <p className="soft">{words.intro}</p>
      <div className="publish-tools">
        <Select<number>
          aria-label={words.span} value={days} disabled={running} options={spans.map((value) => ({ value, label: words.days(value) }))} onChange={setDays}
        />
        <Button type="primary" loading={begin.isPending} disabled={running} onClick={start}>{words.start}</Button>
      </div>
      {going !== "" && <JobView<Replayed> key={going} id={going} done={() => void jobs.refetch()} />}
      {jobs.isPending && <Spin className="shell-wait" />}
      {!list && <Nothing asked={jobs} />}
      {list && last === "" && !running && <Empty description={<><strong>{words.never.title}</strong><br />{words.never.text}</>} />}
      {last !== "" && !running && <Last id={last} to={to} />}
      <GoldenCheck to={to} />
    </div>
  );
}

/** What came of the last one that was finished. */
function Last({ id, to }: { id: string; to: ReplayProps["to"] }) {
  const asked = useJob<Replayed>(id);
  const { data: job } = asked;
  if (!job) return asked.error ? <Nothing asked={asked} /> : <Spin className="shell-wait" />;
  return job.result ? <Came job={job} result={job.result} to={to} /> : null;
}

function Came({ job, result, to }: { job: Job; result: Replayed; to: ReplayProps["to"] }) {
  const now = useEntries({}).data;
  const stale = now && (now.version !== result.version ? words.published(now.version) : now.draft !== result.draft ? words.edited : "");
  return (
    <>
      <p className="soft">{words.ranAt(job.by_name, clock(job.at, Date.now()))} · {words.of(result.days, result.version)}</p>
      {stale && <Alert type="warning" showIcon title={stale} />}
      {result.asked === 0 ? <Empty description={words.unasked(result.days)} /> : (
        <>
          <dl className="numbers replay-numbers">
            {(["asked", "distinct", "same", "changed"] as const).map((name) => (
              <div key={name} title={words.numberHints[name]}><dt>{words.numbers[name]}</dt><dd>{result[name]}</dd></div>
            ))}
            <div title={words.numberHints.per_second}><dt>{words.numbers.per_second}</dt><dd>{Math.round(result.per_second)}</dd></div>
          </dl>
          {result.changed === 0 ? <Alert type="success" showIcon title={words.unchanged(result.distinct)} /> : <ReplayList result={result} to={to} />}
        </>
      )}
    </>
  );
}

/** The golden questions, asked of the draft without a publish. */
function GoldenCheck({ to }: ReplayProps) {
  const check = useGoldenCheck();
  return (
    <section className="replay-golden" aria-label={words.golden.title}>
      <h2>{words.golden.title}</h2>
      <p className="soft">{words.golden.intro}</p>
      <Button disabled={check.running} onClick={() => check.start("draft")}>{words.golden.check}</Button>
      {check.result?.total === 0 ? <p>{words.golden.none}</p>
        : check.result && check.result.failed.length > 0 && !check.running ? <Checked golden={check.result} to={to} />
        : <CheckBar check={check} />}
    </section>
  );
}
