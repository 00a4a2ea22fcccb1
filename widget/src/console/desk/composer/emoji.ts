// The signs that people use in a shop's chat, the usual ones first. All of them
// are single characters of old standards: what a customer's telephone lacks is
// an empty box there.
export const emoji: readonly string[] = [..."😊😄🙂😉🤝👍👌🙏💪🎉❤🌹😅😂🤔😮😢😭😓😔😟😡👀👏✅❌❗❓⏰📦🎁💰💳📱💻🎮📷📎📝🔒🔑🔔⭐🔥☕🌙☀🌈"];
