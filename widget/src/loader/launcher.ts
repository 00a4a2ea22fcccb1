import { textOn } from "../embed/colour";
import type { FromChat, FromLoader } from "../embed/messages";
import { bubble, chevron, icon, picture } from "./icons";
import { each, type Options, warn } from "./options";
import { chatURL, connect } from "./panel";
import { strings } from "./strings";
import { css } from "./style";

/** Tells the shop's script that something has happened. */
export type Emit = (event: string, what?: unknown) => void;

/** The round button in the corner and the panel it opens. */
export interface Launcher {
  /** Draws and tells the chat what holds now, after a change of the options. */
  update(): void;
  /** Opens or closes the panel; the first opening loads the chat. */
  show(open: boolean): void;
  /** Whether the panel is open. */
  open(): boolean;
  /** Takes the button away, or brings it back. */
  veil(hidden: boolean): void;
  /** Hands a message to the chat when it is there. */
  post(message: FromLoader): void;
  /** Has the chat forget the customer; it is loaded for that, unseen, where it is not there. */
  logout(): void;
  /** Takes everything off the page. */
  remove(): void;
}

/** A frame that has loaded and is not the chat so much later is loaded again, in milliseconds. */
const patience = 9e3;

// A page that takes the host out again and again is not fought for ever.
const mostReturns = 10;

/**
 * The launcher's colour where the page names none. The server puts the site's into
 * its place in the script that is asked for with ?site=, so that nothing has to be
 * asked for at load. It must be in the built file, which the build checks.
 */
const own = "#1f5eff";

/** Where it is counted how often the panel came by itself, from the customer's first answer to that on. */
const counted = "yiwen-auto";

/** Puts the launcher on the page; `options` is read again at every update. */
export function launch(options: Options, emit: Emit): Launcher {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const button = document.createElement("button");
  const html = document.documentElement;
  let frame: HTMLIFrameElement | undefined;
  let send: ((message: FromLoader) => void) | undefined; // once the frame has loaded
  let ready = false; // whether the chat has said that it hears
  let address = "";
  let queue: FromLoader[] = [];
  let open = false;
  let news = 0;
  let alone = false; // whether the panel came by itself, and nobody has answered that yet
  let timer: ReturnType<typeof setTimeout> | undefined;
  let returns = 0;

  /** What a chat is bound to: another site's needs another. */
  const home = () => options.origin + ` ${options.site} ${options.entry} ${options.team}`;
  const words = () => strings(options.locale || html.lang || navigator.language);

  /** The iframe, made when it is needed. */
  const wake = (): HTMLIFrameElement => {
    if (frame) {
      // Loaded, but not the chat: there was no network. Put into the page again, it loads again.
      if (send && !ready) root.appendChild(frame);
      if (!ready) send = undefined;
      return frame;
    }
    const { url, title } = options.page || {};
    frame = document.createElement("iframe");
    address = home();
    connect(frame, options.origin as string, (s) => {
      send = s;
      ready = false;
      // Who waits before the browser's own words of a lost network gets the chat once it is back.
      timer = setTimeout(wake, patience);
    }, heard);
    frame.allow = "clipboard-write";
    frame.hidden = !open;
    frame.src = chatURL(
      options,
      {
        url: url || location.origin + location.pathname + location.search,
        title: title || document.title,
        uncalled: alone && "1",
      },
      location.origin,
    );
    root.appendChild(frame);
    return frame;
  };
  const sleep = () => {
    if (frame) root.removeChild(frame);
    frame = send = undefined;
    ready = false;
    news = 0;
    if (open) wake();
    draw();
  };

  const post = (message: FromLoader) => {
    if (ready && send) {
      try {
        send(message);
      } catch (error) {
        warn(error); // a card may hold what cannot be sent
      }
    } else queue[queue.length] = message;
  };
  const tell = () => {
    if (ready) post({ type: "state", shown: open, ...options } as FromLoader);
  };
  const heard = (message: FromChat) => {
    const { type } = message;
    if (type === "ready") {
      const waiting = queue;
      queue = [];
      ready = true;
      update();
      each(waiting, (_, m) => post(m));
    } else if (type === "close") {
      answered();
      show(false);
    } else if (type === "unread") {
      if (open || message.count === news) return;
      news = message.count;
      draw();
      emit(type, news);
    } else if (type === "loggedout") {
      sleep();
    } else {
      if (type === "message" && message.from === "customer") answered();
      emit(type, message);
    }
  };

  const show = (wanted: boolean, quiet?: boolean) => {
    clearTimeout(timer);
    if (wanted === open) return;
    // Who was in the chat is brought back to the button; nobody else's place is taken.
    const inside = frame && root.activeElement === frame;
    open = wanted;
    if (open) {
      news = 0;
      const chat = wake();
      chat.hidden = false;
      if (!quiet) chat.focus();
    } else {
      (frame as HTMLIFrameElement).hidden = true; // it was open
    }
    update();
    if (!open && inside) button.focus();
    emit(open ? "open" : "close");
  };

  /** The customer has answered to the panel that came by itself. Until then nothing is stored. */
  const answered = () => {
    if (alone) times(1);
    alone = false;
  };

  const draw = () => {
    const { side, offsetX, offsetY, zIndex, colour, theme, launcherText, launcherIcon, hideOnMobile } = options;
    const said = words();
    const text = launcherText === undefined ? said.open : launcherText;
    const c = colour || own;
    each({ x: offsetX && offsetX + "px", y: offsetY && offsetY + "px", z: zIndex, c, t: textOn(c) }, (name, value) =>
      host.style.setProperty("--" + name, value || ""),
    );
    if (frame) {
      frame.className = side || "";
      frame.title = said.open;
      frame.style.colorScheme = theme === "auto" ? "light dark" : theme || "light";
    }
    // On a phone the chat covers the button, and has one of its own, once it is there.
    button.className = `${side} ${(open ? ready : hideOnMobile === "true") && "off"}`;
    button.setAttribute("aria-expanded", `${open}`);
    button.setAttribute("aria-label", open ? said.close : (text || said.open) + (news ? `, ${news} ${said.news}` : ""));
    button.textContent = "";
    const add = (name: string, words: string) => {
      button.appendChild(document.createElement(name)).textContent = words;
    };
    button.appendChild(!open && launcherIcon ? picture(launcherIcon, bubble) : icon(open ? chevron : bubble));
    if (!open && text) add("span", text);
    if (!open && news) add("b", news > 99 ? "99+" : `${news}`);
  };
  const update = () => {
    if (frame && address !== home()) sleep();
    draw();
    tell();
  };

  dress(root);
  button.type = "button";
  button.onclick = () => {
    answered();
    show(!open);
  };
  root.appendChild(button);
  draw();
  // Outside of the body: there may be none yet, pages render over it, and what
  // moves or clips it would take the launcher along.
  html.appendChild(host);
  const watch = new MutationObserver(() => {
    if (host.isConnected) return;
    if (++returns > mostReturns) watch.disconnect();
    else html.appendChild(host);
  });
  watch.observe(html, { childList: true });

  const auto = options.autoOpen;
  if (auto && times() < +(auto.times || 1)) {
    timer = setTimeout(() => {
      // Where there is no button to see, nothing comes by itself.
      if (!button.offsetWidth) return;
      alone = true;
      show(true, true);
    }, +(auto.delay || 0) * 1000);
  }
  return {
    update,
    show,
    open: () => open,
    veil: (hidden) => {
      button.hidden = hidden;
      if (hidden) show(false);
    },
    post,
    logout: () => {
      show(false);
      wake();
      queue = [];
      post({ type: "logout" });
    },
    remove: () => {
      clearTimeout(timer);
      watch.disconnect();
      html.removeChild(host);
    },
  };
}

/** How often the panel has come by itself to this visitor, as far as he has answered that; keeps `more` besides. */
function times(more?: number): number {
  try {
    const n = +(localStorage.getItem(counted) || 0);
    if (more) localStorage.setItem(counted, `${n + more}`);
    return n;
  } catch {
    return 0; // without a store, once a page
  }
}

/** As a constructed sheet, which a policy against inline styles lets pass; old browsers have none. */
function dress(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.appendChild(document.createElement("style")).textContent = css;
  }
}
