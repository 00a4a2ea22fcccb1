// The console: the desk of agents and the knowledge of editors, shown by role.
import { App as Toasts, ConfigProvider } from "antd";
import zhCN from "antd/locale/zh_CN";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import "./style.css";

const root = document.getElementById("app");
if (root) {
  createRoot(root).render(
    <ConfigProvider locale={zhCN} theme={{ token: { colorPrimary: "#1f5eff", borderRadius: 6, fontFamily: "inherit" } }} button={{ autoInsertSpace: false }}>
      <Toasts className="fill">
        <App />
      </Toasts>
    </ConfigProvider>,
  );
}
