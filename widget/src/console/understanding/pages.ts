import { type ComponentType, lazy, type LazyExoticComponent } from "react";
import type { RoomProps } from "../knowledge/rooms";

/** What every page of this room is given: `rest` is the place on the page. */
export type UnderstandingProps = Pick<RoomProps, "staff" | "rest" | "go" | "move">;

type Page = LazyExoticComponent<ComponentType<UnderstandingProps>>;

/** The pages in the order of the menu, by group. Each is a chunk of its own. */
export const pages = {
  dictionary: lazy(() => import("./lists/Dictionary")),
  synonyms: lazy(() => import("./lists/Synonyms")),
  stopwords: lazy(() => import("./lists/Stopwords")),
  homophones: lazy(() => import("./lists/Homophones")),
  mood: lazy(() => import("./mood/Mood")),
  human: lazy(() => import("./mood/Human")),
  talk: lazy(() => import("./talk/Talk")),
  smalltalk: lazy(() => import("./small/Small")),
  replies: lazy(() => import("./replies/Replies")),
  rules: lazy(() => import("./rules/Rules")),
  flows: lazy(() => import("./flows/Flows")),
  golden: lazy(() => import("./golden/Golden")),
  settings: lazy(() => import("./settings/Settings")),
} satisfies Record<string, Page>;

export type PageName = keyof typeof pages;

export const groups = {
  words: ["dictionary", "synonyms", "stopwords", "homophones"],
  hears: ["mood", "human", "talk"],
  says: ["smalltalk", "replies"],
  rules: ["rules", "flows"],
  golden: ["golden"],
  shop: ["settings"],
} satisfies Record<string, PageName[]>;

export const groupNames = Object.keys(groups) as (keyof typeof groups)[];

/** The page that a place names, and the place on it; the first page where it names none. */
export function pageOf(rest: string): { page: PageName; rest: string } {
  const [first = "", ...more] = rest.split("/");
  return first in pages ? { page: first as PageName, rest: more.join("/") } : { page: "dictionary", rest: "" };
}
