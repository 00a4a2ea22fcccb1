// The other idiom: calls that are queued until the script is there. Each order
// can be sent into the chat as a card.
import { yiwen } from "./shop";

yiwen("config", { site: "default", entry: "card-code", side: "left" });
const script = document.createElement("script");
script.async = true;
script.src = "/yiwen.js";
document.head.append(script);

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-order]")) {
  button.addEventListener("click", () => {
    const { order, title, price, status } = button.dataset;
    yiwen("sendCard", { kind: "order", id: order, title, price, status, url: `${location.origin}/demo/cards#${order}` });
    yiwen("open");
  });
}
