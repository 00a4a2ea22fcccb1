import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { checkPiece } from "./api";
import type { Bodies, Kind } from "./shapes";

/** After the last change, before the server looks it over. Milliseconds. */
const pause = 500;

/** What the server finds wrong with a piece as it is in the form, a moment after each change; nothing is stored. */
export function useCheck<K extends Kind>(kind: K, id: string, body: Bodies[K] | undefined, wanted: boolean) {
  const [settled, setSettled] = useState(body);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(body), pause);
    return () => clearTimeout(timer);
  }, [body]);
  return useQuery({
    queryKey: ["check", kind, id, settled], enabled: wanted && settled !== undefined, placeholderData: keepPreviousData, staleTime: 0, gcTime: 0,
    queryFn: ({ signal }) => checkPiece(kind, id, settled as Bodies[K], signal),
  });
}
