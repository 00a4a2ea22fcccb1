// Both languages of every catalogue are whole: the types see to the entries, this to what is in them.
import { afterEach, describe, expect, test, vi } from "vitest";
import { pick } from "./locale";

const files = import.meta.glob<Record<string, unknown>>(["./**/strings.ts", "./**/*-strings.ts", "./**/words.ts", "./**/*-words.ts"]);

afterEach(() => {
  localStorage.clear();
  vi.resetModules();
});

/** The paths of all texts that say nothing. */
function empty(value: unknown, path: string): string[] {
  if (typeof value === "string") return value.trim() === "" ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => empty(inner, `${path}.${name}`));
}

describe.each(["zh", "en"])("the catalogues in %s", (language) => {
  test("are there", () => expect(Object.keys(files).length).toBeGreaterThan(0));
  test.each(Object.keys(files))("%s has no empty text", async (file) => {
    localStorage.setItem("yiwen.locale", language);
    vi.resetModules();
    const words = await files[file]?.();
    expect(Object.values(words ?? {}).some((v) => typeof v === "object")).toBe(true);
    expect(empty(words, file)).toEqual([]);
    // The names of variables in canned replies are the same in both languages.
    const chinese = JSON.stringify(words).replace(/\{[^{}]*\}/g, "").match(/[\u3400-\u9fff]+/g);
    if (language === "en") expect(chinese).toBeNull();
  });
});

test("the language is Chinese unless another was chosen", () => expect(pick("中", "en")).toBe("中"));
