// The snippet's target: <script async src="https://chat.example/yiwen.js" data-site="default"></script>
// It must never break the shop's page: it adds one name to window, and what goes
// wrong ends in a console warning.
import { start } from "./start";

const script = document.currentScript;
if (script instanceof HTMLScriptElement && script.src) {
  try {
    start(script);
  } catch (error) {
    console.warn("yiwen: the chat could not be put on this page", error);
  }
}
