import { useQuery } from "@tanstack/react-query";
import { call } from "../api";
import { usePieces } from "../understanding/queries";
import type { Settings } from "../understanding/shapes";

/** Why an identity proves nothing. */
export type IdentityProblem =
  | "no_key" | "malformed" | "algorithm" | "signature" | "audience" | "no_end" | "expired" | "too_long" | "early" | "no_subject" | "other";

/** What the server thinks of an identity. */
export interface IdentityCheck {
  form: "jwt" | "hmac";
  problem?: IdentityProblem;
  customer?: { user: string; name?: string; phone?: string; level?: string; vip?: boolean; merchant?: boolean; registered_ms?: number };
  /** Whom it is for, where that is wrong. */
  audience?: string[];
  expires_ms?: number;
  old_key?: boolean;
}

export const checkIdentity = (site: string, identity: string) => call<IdentityCheck>("POST", "/api/identity/check", { body: { site, identity } });

/** The settings that the chat goes by now, and those of the draft. */
export function useSites() {
  const asked = usePieces("settings");
  const [piece] = asked.data ?? [];
  return { asked, live: (piece?.live ?? piece?.body ?? {}) as Settings, draft: (piece?.body ?? {}) as Settings };
}

/** Whether the loader can be had from this server. */
export const useLoader = () =>
  useQuery({
    queryKey: ["loader"], staleTime: 60_000, retry: false,
    queryFn: async ({ signal }) => {
      const answer = await fetch("/yiwen.js", { signal });
      if (!answer.ok) throw new Error(`${answer.status}`);
      return (await answer.text()).length > 0;
    },
  });
