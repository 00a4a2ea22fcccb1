// How a shop's server signs who its customer is: the examples of docs/embed.md,
// which a test of the server runs. Each is loaded when it is looked at.
const files = import.meta.glob<string>("../../../../docs/examples/identity/*/*.{go,js,php,java,py}", { query: "?raw", import: "default" });

const folders = { node: "Node.js", php: "PHP", java: "Java", python: "Python", go: "Go" };
export type Language = keyof typeof folders;

/** The languages that there are examples of, and what they are called. */
export const languages = (Object.keys(folders) as Language[]).filter((l) => pathOf(l) !== undefined).map((value) => ({ value, label: folders[value] }));

/** The text of an example. */
export const example = (language: Language): Promise<string> => files[pathOf(language) ?? ""]?.() ?? Promise.resolve("");

function pathOf(language: Language): string | undefined {
  return Object.keys(files).find((path) => path.includes(`/${language}/`));
}
