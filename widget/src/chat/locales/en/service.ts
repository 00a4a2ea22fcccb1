import type words from "../zh-CN/service";

const part: typeof words = {
  ticketFind: "Find a ticket",
  ticketNetwork: "No network, please try again later",
  ticketFailed: "That did not work, please try again later",
  rated: (stars) => `You gave ${stars} ${stars === 1 ? "star" : "stars"}. Thank you`,
  rateEdit: "Change",
};

export default part;
