// The page around the chat in the preview: a shop's page, which sets what it is
// told by the page around it. Behind its "#" stands what it begins with.
import type { YiwenAPI } from "../../loader/start";

type Options = Record<string, unknown>;

/** What may be chosen while the chat is there; what is not among the options is taken back. */
const none: Options = { entry: null, side: null, colour: null, theme: null, locale: null, launcherText: null, hideOnMobile: null };

function begin(): Options {
  try {
    return JSON.parse(decodeURIComponent(location.hash.slice(1))) as Options;
  } catch {
    return {}; // an address that somebody has made up
  }
}

const options = begin();
const page = window as unknown as { yiwenSettings: Options; yiwen?: YiwenAPI };
page.yiwenSettings = options;
const script = document.createElement("script");
script.src = `/yiwen.js?site=${encodeURIComponent(String(options["site"] ?? "default"))}`;
script.onload = () => page.yiwen?.run();
document.head.append(script);

window.addEventListener("message", ({ source, origin, data }) => {
  if (source !== window.parent || origin !== location.origin || typeof data !== "object" || data === null || !("options" in data)) return;
  page.yiwenSettings = data.options as Options;
  page.yiwen?.config({ ...none, ...page.yiwenSettings });
});
