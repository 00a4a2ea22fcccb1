// How a person looks, in the chat and at the desk, where he set no picture or it
// cannot be had: a letter of his name on a colour of his own.

/** Dark enough for white letters on each of them (face.test.ts). */
export const grounds = ["#1d5fd1", "#0b7a53", "#8a3fc0", "#b8441c", "#0b7285", "#c2255c", "#5f5b9c", "#7a5c00"] as const;

/** The colour behind a name: the same one everywhere, from the sum of its characters. */
export function groundOf(name: string): string {
  let sum = 0;
  for (const c of name) sum = (sum * 31 + (c.codePointAt(0) ?? 0)) % 9973;
  return grounds[sum % grounds.length] ?? grounds[0];
}

/** What stands for a name: of a Chinese one the last character, since many begin alike; else the first letter. */
export function initialOf(name: string): string {
  const letters = [...name.trim()];
  const last = letters.at(-1) ?? "";
  return /\p{Script=Han}/u.test(last) ? last : (letters[0] ?? "").toUpperCase();
}

/** Where the server has a picture. */
export const faceURL = (id: string): string => `/files/${encodeURIComponent(id)}`;
