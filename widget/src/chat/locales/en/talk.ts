import type words from "../zh-CN/talk";

const part: typeof words = {
  pending: "Sending",
  read: "Read",
  failed: (why) => (why ? `Not sent: ${why}` : "Not sent"),
  refused: (why) => (why ? `That did not work: ${why}` : "That did not work"),
  understood: "OK",
  retry: "Try again",
  discard: "Delete",
  mine: "Me",
  choices: "Please choose",
  typing: (name) => `${name} is typing`,

  recall: "Take back",
  quote: "Quote",
  quoting: (name, text) => `Quoting ${name}: ${text}`,
  quoteLost: "Quotes an earlier message",
  unquote: "Do not quote",
  recalledMine: "You took back a message",
  recalledTheirs: "A message was taken back",
  recalledQuote: "Message taken back",
  files: (files) => (files.every((f) => f.type.startsWith("image/")) ? "[Picture]" : "[File]"),

  vote: "Did this answer help?",
  votes: { yes: "It helped", no: "It did not" },

  input: "Type your question",
  send: "Send",
  left: (n) => `${n} ${n === 1 ? "character" : "characters"} left`,
  over: (n) => `${n} ${n === 1 ? "character" : "characters"} too many, please send it in parts`,
  full: "Many messages are still unsent. Please wait until the network is back.",
  fleeting: "Your browser stores nothing: unsent messages are lost when this page is closed.",
  blocked: "This conversation cannot go on at the moment",
};

export default part;
