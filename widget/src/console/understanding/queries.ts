// The pieces of the content as components use them.
import { useQuery } from "@tanstack/react-query";
import { Problem } from "../api";
import { entry } from "../knowledge/api";
import * as api from "./api";
import type { Kind } from "./shapes";

// Below the key of all content, so that they are asked for again after every change of it.
const root = "content";

/** All pieces of a kind, with those that the working copy removes. */
export const usePieces = <K extends Kind>(kind: K) =>
  useQuery({ queryKey: [root, "pieces", kind], queryFn: ({ signal }) => api.pieces(kind, signal) });

/** The question of an entry of the working copy, null where there is none with this id; nothing is asked for "". */
export const useEntryName = (id: string) =>
  useQuery({
    queryKey: [root, "entry name", id], enabled: id !== "", staleTime: 60_000,
    queryFn: async ({ signal }) => {
      try {
        return (await entry(id, signal)).entry.question;
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return null;
        throw error;
      }
    },
  });
