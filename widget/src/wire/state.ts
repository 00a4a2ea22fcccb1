import type { CaseState, LogEvent } from "./frames";

/** The state of the case after an event, as package handoff defines it. */
export function stateAfter(state: CaseState, e: LogEvent): CaseState {
  switch (e.kind) {
    case "handoff":
    case "transferred":
      return "waiting";
    case "ticketed":
      return state === "waiting" ? "bot" : state;
    case "assigned":
      return "assigned";
    case "returned":
      return "bot";
    case "closed":
      return "closed";
    case "message":
      return e.from.kind === "customer" && (state === "" || state === "closed") ? "bot" : state;
    case "filled":
      // What was filled in before the first word is one.
      return e.form === "info" && (state === "" || state === "closed") ? "bot" : state;
    default:
      return state;
  }
}
