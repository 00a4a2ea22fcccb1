import { strings } from "./strings";

/** The header that says which visitor asks: the token of the welcome. */
export const visitorHeader = "Yiwen-Visitor";

/** The sentence of a problem document (RFC 9457), or the fallback where a proxy answered something else. */
export function detail(text: string, fallback: string): string {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    if (typeof detail === "string" && detail !== "") return detail;
  } catch {
    // Not ours.
  }
  return fallback;
}

/** Posts JSON as a visitor. Rejects with a Chinese sentence. */
export async function postJSON(path: string, token: string, body: object): Promise<unknown> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(token && { [visitorHeader]: token }) },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error(strings.ticketNetwork);
  }
  const text = await answer.text();
  if (!answer.ok) throw new Error(detail(text, strings.ticketFailed));
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    throw new Error(strings.ticketFailed);
  }
}
