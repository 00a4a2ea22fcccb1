import type words from "../zh-CN/service";

const part: typeof words = {
  ticketFind: "Find a ticket",
  ticketCopy: "Copy number",
  ticketCopied: "Copied",
  ticketMore: "See progress",
  ticketStates: {
    open: "Open", doing: "In progress", waiting: "Waiting for you", solved: "Solved, please confirm", closed: "Closed", reopened: "Open again",
  },
  ticketNetwork: "No network, please try again later",
  ticketFailed: "That did not work, please try again later",
  rated: (stars) => `You gave ${stars} ${stars === 1 ? "star" : "stars"}. Thank you`,
  rateEdit: "Change",
};

export default part;
