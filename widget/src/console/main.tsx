// The console: the desk of agents and the knowledge of editors, shown by role.
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { Theme } from "./Theme";
import "./style.css";

const root = document.getElementById("app");
if (root) {
  createRoot(root).render(
    <Theme>
      <App />
    </Theme>,
  );
}
