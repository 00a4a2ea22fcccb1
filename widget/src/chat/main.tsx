// The chat page: in the iframe that the loader makes, or opened by itself.
import "./old";
import { effect } from "@preact/signals";
import { render } from "preact";
import { BrowserShelf } from "../wire/shelf";
import { App } from "./App";
import { Host, readAddress } from "./host";
import { watchKeyboard } from "./keyboard";
import { Model } from "./model";
import { addressWishes, wish } from "./wish";
import "./style.css";

const address = readAddress(window.location);
let open = true;
const inFront = () => open && document.visibilityState === "visible";

const host = new Host(address.host, (message) => {
  if (message.type === "identity") {
    model.session.identify(message.identity);
    return;
  }
  open = message.shown;
  model.look(inFront());
});
const { identity, ...page } = address.page ?? { url: "", title: "" };
const model = new Model({
  url: `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/ws`,
  polls: `${location.origin}/poll`,
  site: address.site,
  shelf: new BrowserShelf(),
  unread: (count) => host.tell({ type: "unread", count }),
  ...(address.page && { page }),
  ...(identity && { identity }),
});

wish("page", addressWishes(location.search));
effect(() => wish("site", model.greeting.value ?? {}));
watchKeyboard();

document.addEventListener("visibilitychange", () => model.look(inFront()));
window.addEventListener("online", () => void model.session.wake());
window.addEventListener("pageshow", () => void model.session.wake());

const close = host.embedded ? () => host.tell({ type: "close" }) : undefined;
const root = document.getElementById("app");
if (root) render(<App model={model} close={close} />, root);
model.start();
