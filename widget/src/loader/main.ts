// What the snippet loads: <script async src="https://chat.example/yiwen.js" data-site="default"></script>
// It must never break the shop's page: it adds two names to window, and what goes
// wrong ends in a console warning.
import { start } from "./start";

try {
  start(document.currentScript as HTMLScriptElement | null);
} catch (error) {
  console.warn("yiwen:", error);
}
