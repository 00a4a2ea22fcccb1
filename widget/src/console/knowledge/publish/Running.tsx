import type { Published } from "../api";
import { useJobs } from "../queries";
import { JobView } from "../shared/JobView";

/** A publish or a restore that goes on now, whoever began it. */
export function Running() {
  const jobs = [...(useJobs("publish").data?.items ?? []), ...(useJobs("restore").data?.items ?? [])];
  const job = jobs.find((j) => j.state === "running");
  return job ? <div className="publish-running"><JobView<Published> id={job.id} /></div> : null;
}
