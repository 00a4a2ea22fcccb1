import type words from "../zh-CN/shell";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const part: typeof words = {
  shop: "Customer service",
  bot: "Assistant",
  agent: "Agent",

  connection: { online: "Online", connecting: "Connecting…", waiting: "Reconnecting…", stopped: "Disconnected" },
  waitingLong: "The network is unstable; reconnecting. Your messages will be sent as soon as it is back.",
  waitingLeave: "You are signed out here. It is completed once you are back online.",
  stoppedFor: (code) => (code === 4003 ? "Too many chat windows are open. Please close some and try again." : code === 4005 ? "You have signed out or changed accounts. The conversation was cleared here." : "The server has closed the connection."),
  reconnect: "Reconnect",

  human: "Talk to a person",
  humanAsking: "Please wait",
  humanWaiting: "In line",
  humanAssigned: "With an agent",
  serving: (agent) => `${agent} is helping you`,
  menu: "More",
  close: "Minimise",
  back: "Close",

  partLoading: "Loading…",
  partFailed: "This could not be loaded. Please check your network.",
  partAgain: "Load again",

  older: "Earlier messages",
  olderLoading: "Loading…",
  olderFailed: "Could not be loaded, tap to try again",
  hole: "Fetching missing messages…",
  holeFailed: "Some messages cannot be fetched at the moment, trying again…",
  newMessages: "New messages",
  log: "Conversation",

  handoff: (reason) =>
    reason === "agent_gone" ? "The agent had to leave. You are first in line again" : "You are being connected to an agent, please wait",
  assigned: (agent) => `${agent} is helping you now`,
  transferred: "You are being transferred, please wait",
  returned: (reason) => (reason === "silence" ? "The agent has not answered, the assistant helps meanwhile" : "You are talking to the assistant again"),
  closed: "This conversation has ended",

  yesterday: (clock) => `Yesterday ${clock}`,
  tomorrow: (clock) => `tomorrow ${clock}`,
  date: (month, day, clock) => `${day} ${months[month - 1]} ${clock}`,
  longDate: (year, month, day, clock) => `${day} ${months[month - 1]} ${year} ${clock}`,
};

export default part;
