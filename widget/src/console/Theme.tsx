import { App as Toasts, ConfigProvider } from "antd";
import zhCN from "antd/locale/zh_CN";
import type { ReactNode } from "react";

/** What all pages of the console share: language, colours, and where short messages appear. */
export function Theme({ children }: { children: ReactNode }) {
  return (
    <ConfigProvider
      locale={zhCN}
      theme={{ token: { colorPrimary: "#1f5eff", colorLink: "#164bd6", colorError: "#cf1322", borderRadius: 6, fontFamily: "inherit" } }}
      button={{ autoInsertSpace: false }}
    >
      <Toasts className="fill">{children}</Toasts>
    </ConfigProvider>
  );
}
