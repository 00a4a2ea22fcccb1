// Similar questions of entries, added and removed from outside of the editor.
import { entry, Problem, saveEntry } from "../knowledge/api";

/** As often a change is made anew where somebody saved the entry meanwhile: it is right whatever they did. */
const tries = 3;

/**
 * Makes a text a similar question of an entry, in its draft. Reports whether it
 * was not one yet.
 */
export const addVariant = (id: string, text: string): Promise<boolean> => {
  const said = text.trim();
  return change(id, (e) => (e.question === said || e.variants.includes(said) ? undefined : [...e.variants, said]));
};

/** Takes a similar question from an entry, in its draft. Reports whether it had it. */
export const removeVariant = (id: string, text: string): Promise<boolean> =>
  change(id, (e) => (e.variants.includes(text) ? e.variants.filter((v) => v !== text) : undefined));

async function change(id: string, next: (e: { question: string; variants: string[] }) => string[] | undefined): Promise<boolean> {
  for (let n = 1; ; n++) {
    const { entry: now, rev } = await entry(id);
    const variants = next({ question: now.question, variants: now.variants ?? [] });
    if (!variants) return false;
    try {
      await saveEntry({ ...now, variants }, rev);
      return true;
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 409 || n === tries) throw error;
    }
  }
}
