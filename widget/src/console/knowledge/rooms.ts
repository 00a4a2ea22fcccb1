import { type ComponentType, lazy, type LazyExoticComponent } from "react";
import type { PageProps } from "../pages/props";

/** What every room of the knowledge is given. */
export interface RoomProps extends PageProps {
  /** The place in this room: what comes after its address; "" at its door. */
  rest: string;
  /** The query of the address with its question mark, "" where there is none. */
  query: string;
  /** Goes to a place in this room, which is a step back in the browser's history. A query may follow: `e1?tab=2`. */
  go(rest: string): void;
  /** The same without a step in the history. */
  move(rest: string): void;
  /** Goes to another room. */
  to(room: RoomName, rest?: string): void;
}

type Room = LazyExoticComponent<ComponentType<RoomProps>>;
type Load = () => Promise<{ default: ComponentType<RoomProps> }>;

// A room is there when its file is.
const files = import.meta.glob<{ default: ComponentType<RoomProps> }>([
  "./Entries.tsx", "./Publish.tsx", "./Sheets.tsx", "../understanding/Understanding.tsx",
  "../insight/{Ask,Misses,Reports,Twins,Limits}.tsx", "../setup/Setup.tsx",
]);

// In the order of the menu. The name is the first part of the address: /console/entries.
const table = {
  entries: "./Entries.tsx",
  understanding: "../understanding/Understanding.tsx",
  ask: "../insight/Ask.tsx",
  misses: "../insight/Misses.tsx",
  publish: "./Publish.tsx",
  reports: "../insight/Reports.tsx",
  twins: "../insight/Twins.tsx",
  limits: "../insight/Limits.tsx",
  sheets: "./Sheets.tsx",
  setup: "../setup/Setup.tsx",
} as const;

export type RoomName = keyof typeof table;

const known = (Object.keys(table) as RoomName[]).filter((name) => files[table[name]]);

/** The rooms that there are, in the order of the menu. Each is a chunk of its own. */
export const rooms: ReadonlyMap<RoomName, Room> = new Map(known.map((name) => [name, lazy(files[table[name]] as Load)]));

/** The room that a place names and the place in it; the first one where it names none. */
export function roomOf(rest: string): { room: RoomName; rest: string } {
  const [first = "", ...more] = rest.split("/");
  const room = known.find((name) => name === first);
  return room ? { room, rest: more.join("/") } : { room: "entries", rest: "" };
}

/** The place of an entry that is not there yet, in the room of the entries: no id begins like this. */
export const newEntry = "_new";

// Pieces that have a page of their own among the pages of the understanding, and those that stand on one.
const ownPages: Readonly<Record<string, string>> = { rule: "rules", smalltalk: "smalltalk", flow: "flows" };
const sharedPages: ReadonlySet<string> = new Set(["dictionary", "synonyms", "stopwords", "homophones", "mood", "talk", "replies", "golden"]);

/**
 * The room in which a piece of the content is changed, and its place there; none for what is not changed here.
 * The settings have two rooms: limits have one of their own, and `only` names the one field that differs.
 */
export function placeOfPiece(kind: string, id: string, only = ""): [room?: RoomName, rest?: string] {
  if (kind === "entry") return ["entries", encodeURIComponent(id)];
  if (kind === "settings") return only === "limits" ? ["limits"] : ["understanding", kind];
  if (ownPages[kind]) return ["understanding", `${ownPages[kind]}/${encodeURIComponent(id)}`];
  return sharedPages.has(kind) ? ["understanding", kind] : [];
}

/** The place of a room. */
export const placeIn = (room: RoomName, rest = ""): string => (rest === "" || rest.startsWith("?") ? room + rest : `${room}/${rest}`);
