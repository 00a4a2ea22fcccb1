import { Alert, Spin } from "antd";
import { useEffect, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { EntryPick } from "../../understanding/EntryPick";
import * as api from "../api";
import { Part } from "./Parts";
import { words } from "./words";

/** Says why an entry did not answer the last turn of a trial. */
export function WhyNot({ trial, entry: begin }: { trial: string; entry: string }) {
  const [entry, setEntry] = useState(begin);
  useEffect(() => {
    if (begin !== "") setEntry(begin);
  }, [begin]);
  const asked = useQuery({
    queryKey: ["trial", trial, "why", entry], queryFn: () => api.whyNot(trial, entry), enabled: entry !== "", staleTime: Infinity,
  });
  return (
    <Part title={words.why}>
      <div className="ask-why">
        <EntryPick value={entry} label={words.whyPick} change={setEntry} />
        {asked.isLoading && <Spin size="small" />}
      </div>
      <div aria-live="polite">
        {asked.error && <Alert type="warning" showIcon title={asked.error.message} />}
        {entry !== "" && asked.data && <p className="ask-because">{asked.data.text}</p>}
      </div>
    </Part>
  );
}
