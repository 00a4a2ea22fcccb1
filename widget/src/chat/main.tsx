// The chat page: in the iframe that the loader makes, or opened by itself.
import "./old";
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { BrowserShelf } from "../wire/shelf";
import { App } from "./App";
import { Host, readAddress, withoutIdentity } from "./host";
import { watchKeyboard } from "./keyboard";
import { Model } from "./model";
import { strings } from "./strings";
import { addressWishes, wish } from "./wish";
import "./style.css";

const address = readAddress(window.location);
// Who the customer is has no place in a history that the next one at this computer can read.
if (address.identity) history.replaceState(null, "", withoutIdentity(window.location));
let open = true;
const inFront = () => open && document.visibilityState === "visible";

const host = new Host(address.host, (message) => {
  if (message.type === "card") model.show(message.card);
  if (message.type === "logout") void model.logout().then(() => host.tell({ type: "loggedout" }));
  if (message.type !== "state") return;
  wish("page", message);
  model.session.identify(message.identity);
  model.session.describe(message.attributes);
  open = message.shown;
  model.look(inFront());
});
const shelf = new BrowserShelf();
const model = new Model({
  url: `${location.origin.replace("http", "ws")}/ws`,
  polls: `${location.origin}/poll`,
  site: address.site,
  shelf,
  keep: () => import("../wire/kept").then(({ keep }) => keep(address.site, shelf)),
  unread: (count) => told(count),
  ...(address.page && { page: address.page }),
  ...(address.identity && { identity: address.identity }),
  attributes: address.attributes,
});
// Not needed for the first answer, hence not among what is loaded for it; what is said until it is there is told too.
const { session } = model;
let since: number | undefined;
const forget = session.subscribe(() => {
  if (session.caughtUp) since ??= session.thread.last;
});
import("./after").then(({ after, herald }) => {
  forget();
  if (host.embedded) herald(session, (message) => host.tell(message), since);
  after(model, address.site, host.embedded);
}).catch(() => undefined);

/** Messages that came while nobody looked; the title counts them. */
const unread = signal(0);

function told(count: number): void {
  host.tell({ type: "unread", count });
  if (count > unread.value) void import("./alerts").then(({ raise }) => raise(() => model.session.thread.list(), () => unread.value > 0), () => undefined); // silent without
  unread.value = count;
}

effect(() => {
  document.title = `${unread.value > 0 ? `(${unread.value}) ` : ""}${model.greeting.value?.name || strings.shop}`;
});
wish("page", addressWishes(location.search));
effect(() => {
  const { value } = model.greeting;
  if (value) wish("site", value); // between two customers the site stays what it was
});
watchKeyboard();

document.addEventListener("visibilitychange", () => model.look(inFront()));
window.addEventListener("online", () => void model.session.wake());
window.addEventListener("pageshow", (e) => void model.session.wake(e.persisted)); // persisted: somebody has come back to it
document.addEventListener("resume", () => void model.session.wake()); // from a browser that froze the tab

const close = host.embedded ? () => host.tell({ type: "close" }) : undefined;
const root = document.getElementById("app");
if (root) render(<App model={model} close={close} />, root);
model.start(address.uncalled);
