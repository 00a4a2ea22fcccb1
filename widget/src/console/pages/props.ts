import type { DeskSession } from "../../wire/desk";
import type { Staff } from "../api";

/** What every page beside the desk is given. */
export interface PageProps {
  staff: Staff;
  /** The agent's session, where this person has a desk; the page neither starts nor ends it. */
  desk?: DeskSession | undefined;
  /** Opens a conversation at the desk. */
  open(conversation: string): void;
}
