/** What the chat shows before anything is said. */
export interface Greeting {
  name: string;
  welcome: string;
  hot: { id: string; question: string }[];
}

/** Asks the server for a site's greeting. Rejects when there is none to be had: the chat works without. */
export async function fetchGreeting(site: string, entry: string | undefined): Promise<Greeting> {
  const query = new URLSearchParams({ site, ...(entry && { entry }) });
  const answer = await fetch(`/api/widget?${query}`);
  if (!answer.ok) throw new Error(`greeting: HTTP ${answer.status}`);
  return read(await answer.json());
}

/** Takes what is usable of an answer. */
export function read(value: unknown): Greeting {
  const o = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const hot = Array.isArray(o["hot"]) ? (o["hot"] as unknown[]) : [];
  return {
    name: typeof o["name"] === "string" ? o["name"] : "",
    welcome: typeof o["welcome"] === "string" ? o["welcome"] : "",
    hot: hot.flatMap((h) => {
      const { id, question } = (h ?? {}) as { id?: unknown; question?: unknown };
      return typeof id === "string" && typeof question === "string" ? [{ id, question }] : [];
    }),
  };
}
