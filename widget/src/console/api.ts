import { strings } from "./strings";

export type Role = "agent" | "editor" | "supervisor" | "admin";
export type Right = "desk" | "cases" | "knowledge" | "reports" | "staff";

/** Who is signed in. */
export interface Staff {
  id: string;
  name: string;
  role: Role;
  rights: Right[];
  /** Id of the picture that customers and colleagues see; absent = none. */
  face?: string;
}

/** A request that did not succeed; the message is Chinese and may be shown. */
export class Problem extends Error {
  /** status is that of HTTP, 0 where no answer came; document is what the server said besides (RFC 9457), as it came. */
  constructor(
    readonly status: number,
    message: string,
    readonly document: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** Who is signed in, or null. */
export async function whoAmI(): Promise<Staff | null> {
  try {
    return await call<Staff>("GET", "/api/session");
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}

/** Signs in; the cookie is the server's business. */
export function signIn(name: string, password: string): Promise<Staff> {
  return call<Staff>("POST", "/api/session", { body: { name, password } });
}

export async function signOut(): Promise<void> {
  await call<undefined>("DELETE", "/api/session");
}

/** Asks the server. Rejects with a Problem, or (where the signal said so) with its own error. */
export async function call<T>(method: string, path: string, rest: { body?: object; signal?: AbortSignal } = {}): Promise<T> {
  const { body, signal } = rest;
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      ...(signal && { signal }),
      ...(body && { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem(0, strings.api.network);
  }
  return answered<T>(answer.status, await answer.text());
}

/** The value of an answer, or its Problem thrown. */
export function answered<T>(status: number, text: string): T {
  if (status < 200 || status > 299) {
    const document = problemIn(text);
    const { detail } = document;
    throw new Problem(status, typeof detail === "string" && detail !== "" ? detail : strings.api.unknown(status), document);
  }
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

/** The fields of a problem document (RFC 9457), none where a proxy answered something else. */
function problemIn(text: string): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === "object" && document !== null ? (document as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
