// What a golden question is to come to, and questions pasted as lines.
import type { BadLine } from "../BadLines";
import type { Golden } from "../shapes";
import { pastedNothing, pastedPerson, words } from "./strings";

/** An entry answers it; the entry is at least offered first; no entry may; a person is called in. */
export const expectations = ["answer", "offer", "none", "handoff"] as const;
export type Expectation = (typeof expectations)[number];

export const expectationOf = (g: Pick<Golden, "entry" | "wants">): Expectation =>
  g.wants === "handoff" ? "handoff" : !g.entry ? "none" : g.wants === "offer" ? "offer" : "answer";

export const wantsEntry = (e: Expectation): boolean => e === "answer" || e === "offer";

/** The fields of a question that is to come to this. */
export function expecting(expectation: Expectation, entry: string): Pick<Golden, "entry" | "wants"> {
  return {
    ...(wantsEntry(expectation) && { entry }),
    ...(expectation === "handoff" && { wants: "handoff" }),
    ...(expectation === "offer" && { wants: "offer" }),
  };
}

/** The longest question, in characters. */
export const longest = 500;

/** An id that no question has: the time, and a number for those of one moment. */
export const newId = (now: number, n: number): string => `q-${now.toString(36)}-${n}`;

export interface PastedQuestion {
  line: number;
  text: string;
  expectation: Expectation;
  entry: string;
}

/**
 * Questions from lines, one each: the question and behind a tab or | the id of
 * its entry, a word for a person, or one for none.
 */
export function readQuestions(text: string, have: readonly Golden[]): { questions: PastedQuestion[]; bad: BadLine[]; same: number } {
  const questions: PastedQuestion[] = [];
  const bad: BadLine[] = [];
  const known = new Set(have.map((g) => g.text));
  let same = 0;
  for (const [i, line] of text.split(/\r\n|\r|\n/).entries()) {
    const [said = "", wanted = "", ...more] = line.split(/\t|\||\uff5c/).map((part) => part.trim());
    if (said === "" && wanted === "") continue;
    const wrong =
      said === "" ? words.pasted.noText
      : more.some((m) => m !== "") ? words.pasted.more
      : [...said].length > longest ? words.pasted.long(longest)
      : pastedNothing.test(wanted) || pastedPerson.test(wanted) || /^[a-z0-9-]{1,64}$/.test(wanted) ? ""
      : words.pasted.wanted(wanted);
    if (wrong) bad.push({ line: i + 1, text: line.trim(), wrong });
    else if (known.has(said)) same++;
    else {
      known.add(said);
      const expectation: Expectation = pastedPerson.test(wanted) ? "handoff" : pastedNothing.test(wanted) ? "none" : "answer";
      questions.push({ line: i + 1, text: said, expectation, entry: expectation === "answer" ? wanted : "" });
    }
  }
  return { questions, bad, same };
}
