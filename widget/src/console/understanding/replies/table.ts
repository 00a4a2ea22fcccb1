/** The bot's sentences by situation, as replies.yaml names them. A test holds this against the program. */
export const situations = {
  opening: ["welcome", "info_title", "info_filled"],
  answering: ["clarify", "which", "rest", "related", "also", "point", "repeat", "uneasy", "denied", "downvoted", "rephrase", "fallback", "person"],
  collecting: ["collect", "kept", "noted", "partial", "pictured", "pictured_about"],
  flows: ["flow_confirm", "flow_change", "flow_retry", "flow_resume", "flow_left"],
  handing: ["handoff_asked", "handoff_mood", "handoff_rule", "handoff_stuck", "handoff_ready", "handoff_ticket"],
  waiting: ["waiting", "waiting_still", "cancelled", "transferred", "agent_gone", "agent_silent", "overdue", "returned"],
  tickets: ["off_hours", "off_hours_again", "off_hours_form", "form_title", "form_more", "ticketed", "ticket_added", "ticket_state", "ticket_owner", "ticket_unknown"],
} as const;

export type Situation = keyof typeof situations;
export const situationNames = Object.keys(situations) as Situation[];
export type SentenceName = (typeof situations)[Situation][number];

/** Labels of buttons and forms: they have one wording, so that who looks for one again finds it. */
export const labels: ReadonlySet<string> = new Set<SentenceName>(["person", "rephrase", "form_title", "form_more", "ticket_owner", "info_title"]);

export type Placeholder = "known" | "missing" | "question" | "short" | "sentence" | "team" | "number" | "when" | "state" | "news" | "flow" | "summary" | "label" | "example";

/** What is filled in where a sentence has it in braces. */
export const placeholders: Partial<Record<SentenceName, Placeholder[]>> = {
  collect: ["known", "missing"], kept: ["known"], noted: ["known"], info_filled: ["known"], pictured: ["known"], partial: ["known", "missing"], also: ["question"],
  pictured_about: ["question", "known"], point: ["sentence"], repeat: ["question", "short"], transferred: ["team"], off_hours: ["number", "when"],
  off_hours_again: ["number", "when"], off_hours_form: ["when"], ticketed: ["number"], ticket_added: ["number"], ticket_unknown: ["number"],
  handoff_ticket: ["number"], ticket_state: ["number", "state", "news"], flow_confirm: ["flow", "summary"],
  flow_retry: ["label", "example"], flow_change: ["flow"], flow_resume: ["flow"], flow_left: ["flow"],
};

/** A sentence with examples in the place of what is filled in, as a customer would read it. */
export const filled = (text: string, examples: Readonly<Record<string, string>>): string =>
  text.replace(/\{([a-z_]+)\}/g, (whole, name: string) => examples[name] ?? whole);

/** What stands in braces and is not filled in: a customer would read it as it is. */
export function strangers(text: string, known: readonly string[]): string[] {
  return [...new Set([...text.matchAll(/\{([a-zA-Z_]+)\}/g)].map((m) => m[1] ?? ""))].filter((name) => !known.includes(name));
}

/** The wordings of a sentence. */
export const wordingsOf = (value: string | string[] | undefined): string[] => (value === undefined || value === "" ? [] : typeof value === "string" ? [value] : value);

/** Wordings as they are stored: one as a text, several as a list. */
export const storedAs = (wordings: readonly string[]): string | string[] => (wordings.length > 1 ? [...wordings] : (wordings[0] ?? ""));
