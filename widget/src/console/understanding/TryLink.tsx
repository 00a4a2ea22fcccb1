import { words } from "./strings";

/** The way to ask the working copy a question, in a tab of its own: what is being edited stays where it is. */
export function TryLink({ text = "" }: { text?: string }) {
  const query = new URLSearchParams({ against: "draft", ...(text && { q: text }) });
  return <a className="und-try" href={`/console/ask?${query}`} target="_blank" rel="noopener" title={words.tryHint}>{words.try}</a>;
}
