import { App as Toasts, ConfigProvider, theme } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { type ReactNode, useCallback, useLayoutEffect, useSyncExternalStore } from "react";
import { useSettings } from "./desk/settings";
import { pick } from "./locale";

export const colours = {
  // The library's placeholders and hints are too pale to read.
  light: { colorPrimary: "#1f5eff", colorPrimaryHover: "#164bd6", colorLink: "#164bd6", colorError: "#cf1322", colorTextPlaceholder: "#687082", colorTextDescription: "#5b6475" },
  dark: {
    colorPrimary: "#3d74ff", colorLink: "#8fb0ff", colorError: "#ff7875",
    colorBgBase: "#0f1218", colorBgContainer: "#171b23", colorBgElevated: "#1f2530", colorTextBase: "#e6e9f0",
    colorTextPlaceholder: "#8d97aa", colorTextDescription: "#9aa4b7",
  },
};

// Where the library writes in colours that are made to be filled: on dark ground they need more light.
export const parts = {
  light: {},
  dark: {
    Menu: { itemSelectedColor: "#8fb0ff", horizontalItemSelectedColor: "#8fb0ff" },
    Tabs: { itemSelectedColor: "#8fb0ff", itemHoverColor: "#8fb0ff", itemActiveColor: "#8fb0ff" },
    // White is written on the hovered primary button, and the colour of any other hovered one on dark ground.
    Button: { dangerColor: "#16181d", colorPrimaryHover: "#2f5fe0", defaultHoverColor: "#8fb0ff", defaultHoverBorderColor: "#8fb0ff" },
  },
};

/** What all pages of the console share: language, colours, and where short messages appear. */
export function Theme({ children }: { children: ReactNode }) {
  const wanted = useSettings().theme;
  const dark = useMedia("(prefers-color-scheme: dark)");
  const still = useMedia("(prefers-reduced-motion: reduce)");
  const name = wanted === "auto" ? (dark ? "dark" : "light") : wanted;
  useLayoutEffect(() => {
    document.documentElement.dataset["theme"] = name;
    document.documentElement.lang = pick("zh-CN", "en");
  }, [name]);
  return (
    <ConfigProvider
      locale={pick(zhCN, enUS)}
      theme={{
        algorithm: name === "dark" ? theme.darkAlgorithm : theme.defaultAlgorithm,
        token: { ...colours[name], borderRadius: 6, fontFamily: "inherit", motion: !still },
        components: parts[name],
      }}
      button={{ autoInsertSpace: false }}
    >
      <Toasts className="fill">{children}</Toasts>
    </ConfigProvider>
  );
}

/** Whether the system says so of a media query, now and when that changes. */
function useMedia(query: string): boolean {
  const subscribe = useCallback((changed: () => void) => {
    const list = window.matchMedia(query);
    list.addEventListener("change", changed);
    return () => list.removeEventListener("change", changed);
  }, [query]);
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}
