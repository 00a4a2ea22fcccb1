// The word lists as lines: how a row is written and read, what is wrong with it.
// The server checks again; this is told at once, while one types.
import type { BadLine } from "../BadLines";
import type { Homophone, Kind, Word } from "../shapes";
import { words } from "./strings";

/** A row, or why there is none. */
export type Read<R> = { row: R } | { wrong: string };

/** A list of rows that are edited as lines. */
export interface Codec<R> {
  kind: Kind;
  /** What a row is known by. */
  key(row: R): string;
  /** As a line of its file. */
  write(row: R): string;
  read(line: string): Read<R>;
  /** What is wrong with a row by itself, "" where nothing is. */
  wrong(row: R): string;
  /** The words of a row that no other row may hold. */
  once(row: R): readonly string[];
  /** What a word says that stands in row number `at` (from 1) already. */
  taken(word: string, at: number, row: R): string;
}

/** The longest word, in code points. */
const longest = 32;
const mostWeight = 10_000_000;

/** What keeps a word from ever being found, "" where nothing does. */
function wrongWord(word: string): string {
  const n = [...word].length;
  if (n === 0) return words.wrong.empty;
  if (n > longest) return words.wrong.long(word, n, longest);
  const bad = /[\s\p{Cc},\uff0c\u3002#]/u.exec(word)?.[0];
  return bad === undefined ? "" : words.wrong.separator(word, bad.trim() === "" ? words.wrong.blank : bad);
}

const split = (line: string): string[] => line.trim().split(/[\s,\uff0c\t]+/).filter((w) => w !== "");

export const dictionary: Codec<Word> = {
  kind: "dictionary",
  key: (w) => w.text,
  write: (w) => [w.text, w.freq || "", w.tag ?? ""].filter((part) => part !== "").join(" "),
  read(line) {
    const [text = "", ...rest] = split(line);
    const word: Word = { text };
    const [first] = rest;
    if (first !== undefined && /^[-+\d]+$/.test(first)) {
      word.freq = Number(first);
      rest.shift();
    }
    const tag = rest.shift();
    if (tag !== undefined) word.tag = tag;
    if (rest.length > 0) return { wrong: words.wrong.more(rest.join(" ")) };
    const wrong = this.wrong(word) || (word.freq === 0 ? words.wrong.weight("0", mostWeight) : "");
    return wrong ? { wrong } : { row: word };
  },
  wrong: (w) =>
    wrongWord(w.text) ||
    (w.freq !== undefined && !(Number.isInteger(w.freq) && w.freq >= 0 && w.freq <= mostWeight) ? words.wrong.weight(String(w.freq), mostWeight) : "") ||
    (w.tag !== undefined && !/^[a-z]{0,8}$/i.test(w.tag) ? words.wrong.tag(w.tag) : ""),
  once: (w) => [w.text],
  taken: (word, at) => words.wrong.wordTwice(word, at),
};

export const synonyms: Codec<string[]> = {
  kind: "synonyms",
  key: (g) => g[0] ?? "",
  write: (g) => g.join(","),
  read(line) {
    const row = [...new Set(line.split(/[,\uff0c\t]/).map((w) => w.trim()).filter((w) => w !== ""))];
    const wrong = this.wrong(row);
    return wrong ? { wrong } : { row };
  },
  wrong(g) {
    if (g.length < 2) return words.wrong.two;
    for (const [i, word] of g.entries()) {
      const wrong = wrongWord(word) || (g.indexOf(word) < i ? words.wrong.inGroup(word) : "");
      if (wrong) return wrong;
    }
    return "";
  },
  once: (g) => [...new Set(g)],
  taken: (word, at, g) => words.wrong.groupTwice(word, at, g[0] ?? ""),
};

export const stopwords: Codec<string> = {
  kind: "stopwords",
  key: (w) => w,
  write: (w) => w,
  read(line) {
    const row = line.trim();
    const wrong = this.wrong(row);
    return wrong ? { wrong } : { row };
  },
  wrong: wrongWord,
  once: (w) => [w],
  taken: (word, at) => words.wrong.wordTwice(word, at),
};

export const homophones: Codec<Homophone> = {
  kind: "homophones",
  key: (h) => h.typed,
  write: (h) => `${h.typed},${h.meant}`,
  read(line) {
    const parts = line.split(/\s*(?:->|→|=>|[,\uff0c\t])\s*|\s{2,}|(?<=\S) (?=\S)/).map((w) => w.trim()).filter((w) => w !== "");
    const [typed = "", meant = ""] = parts;
    if (parts.length !== 2) return { wrong: words.wrong.pair };
    const wrong = this.wrong({ typed, meant });
    return wrong ? { wrong } : { row: { typed, meant } };
  },
  wrong: (h) => wrongWord(h.typed) || wrongWord(h.meant) || (h.typed === h.meant ? words.wrong.samePair : ""),
  once: (h) => [h.typed],
  taken: (word, at, h) => words.wrong.pairTwice(word, at, h.meant),
};

/** What is wrong with rows, by their places from 0. */
export function wrongRows<R>(codec: Codec<R>, rows: readonly R[]): Map<number, string> {
  const out = new Map<number, string>();
  const first = new Map<string, number>();
  for (const [i, row] of rows.entries()) {
    let wrong = codec.wrong(row);
    for (const word of codec.once(row)) {
      const at = first.get(word);
      if (at === undefined) first.set(word, i);
      else wrong ||= codec.taken(word, at + 1, rows[at] as R);
    }
    if (wrong) out.set(i, wrong);
  }
  return out;
}

/** What pasted lines come to, beside the rows there are. Blank lines and such that begin with # say nothing. */
export function readLines<R>(codec: Codec<R>, text: string, have: readonly R[]): { rows: R[]; bad: BadLine[]; same: number } {
  const rows: R[] = [];
  const bad: BadLine[] = [];
  let same = 0;
  const taken = new Map(have.flatMap((row, i) => codec.once(row).map((word) => [word, { row, at: i + 1 }] as const)));
  const pasted = new Map<string, number>();
  for (const [i, written] of text.split(/\r\n|\r|\n/).entries()) {
    const line = written.trim();
    if (line === "" || line.startsWith("#")) continue;
    const read = codec.read(line);
    if ("wrong" in read) {
      bad.push({ line: i + 1, text: line, wrong: read.wrong });
      continue;
    }
    const { row } = read;
    const before = codec.once(row).map((word) => taken.get(word)).find((t) => t !== undefined);
    const twice = codec.once(row).find((word) => pasted.has(word));
    if (before && codec.write(before.row) === codec.write(row)) same++;
    else if (before) {
      const word = codec.once(row).find((w) => taken.has(w)) ?? "";
      bad.push({ line: i + 1, text: line, wrong: codec.taken(word, before.at, before.row) });
    } else if (twice !== undefined) bad.push({ line: i + 1, text: line, wrong: words.wrong.lineTwice(twice, pasted.get(twice) ?? 0) });
    else {
      for (const word of codec.once(row)) pasted.set(word, i + 1);
      rows.push(row);
    }
  }
  return { rows, bad, same };
}
