// One of the two idioms: settings, then run() when the script is there. The page
// has an entrance of its own, and a help button of its own beside the launcher.
import { yiwen } from "./shop";

window.yiwenSettings = { site: "default", entry: "recharge", colour: "#d92d20", launcherText: "充值客服" };
const script = document.createElement("script");
script.async = true;
script.src = "/yiwen.js";
script.onload = () => window.yiwen?.run();
document.head.append(script);

document.querySelector("#help")?.addEventListener("click", () => yiwen("open"));
