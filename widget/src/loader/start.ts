import { launch, type Launcher } from "./launcher";
import { each, type Options, rules, take, warn } from "./options";

/** What a shop's own script may listen to. */
export type Listener = (what?: unknown) => void;

/** What a shop's own script may call: as yiwen("open") or as yiwen.open(). */
export interface YiwenAPI {
  (call: string, ...more: unknown[]): void;
  /** Sets options, before or after the launcher is there. */
  config(options: object): void;
  /** Puts the launcher on the page, with window.yiwenSettings and these options; again, it only sets them. */
  run(options?: object): void;
  open(): void;
  close(): void;
  toggle(): void;
  /** Takes the launcher away, and brings it back; open() works meanwhile. */
  hide(): void;
  show(): void;
  /** Says who is signed in: the identity that the shop's server signed, or {identity}; "" after signing out. */
  setUser(identity: unknown): void;
  /** The old name of setUser. */
  identify(identity: unknown): void;
  /** Says more of the customer, unsigned; replaces what was said before. */
  setAttributes(attributes: object): void;
  /** Sends an order or goods card in the customer's name, when the chat is there. */
  sendCard(card: object): void;
  setLocale(locale: string): void;
  /** The customer signed out: nothing of him stays in this browser. */
  logout(): void;
  on(event: string, listener: Listener): void;
  /** Without a listener, all of the event's. */
  off(event: string, listener?: Listener): void;
  /** Takes the chat off the page, for shops of one page; to start again needs the script again. */
  remove(): void;
}

declare global {
  interface Window {
    /** The API; before the script is there, a queue of calls in its q. */
    yiwen?: YiwenAPI | undefined;
    /** The API's old name. */
    Yiwen?: YiwenAPI | undefined;
    yiwenSettings?: object;
  }
}

/** Makes the API and starts; on a page that has it already, does nothing. `script` is the loader's element, null where it cannot be told. */
export function start(script: HTMLScriptElement | null): void {
  const before = window.yiwen as (Partial<YiwenAPI> & { q?: ArrayLike<ArrayLike<unknown>> }) | undefined;
  if (before && before.on) return;
  const options: Options = {};
  const listeners: { event: string; f: Listener }[] = [];
  let launcher: Launcher | undefined;
  let pending: ((l: Launcher) => void)[] = [];

  /** Does something wrong at most to itself: neither the shop's page nor other calls may suffer. */
  const guard = (f: (a?: any, b?: any) => void, a?: unknown, b?: unknown) => {
    try {
      f(a, b);
    } catch (error) {
      warn(error);
    }
  };
  const emit = (event: string, what?: unknown) => {
    each(listeners, (_, l) => {
      if (l.event === event) guard(l.f, what);
    });
  };
  const config = (given: unknown) => {
    take(options, given);
    if (launcher) launcher.update();
  };
  /** With the launcher, as soon as it is there. */
  const soon = (f: (l: Launcher) => void) => {
    if (launcher) f(launcher);
    else pending[pending.length] = f;
  };
  const run = (given?: unknown) => {
    take(options, window.yiwenSettings);
    config(given);
    if (launcher) return;
    if (!options.origin) throw "no origin";
    launcher = launch(options, emit);
    emit("ready");
    each(pending, (_, f) => guard(f, launcher));
    pending = [];
  };
  const setUser = (who: unknown) => config({ identity: who == null ? "" : typeof who === "object" ? (who as { identity?: unknown }).identity : who });

  const calls: Record<string, (a?: any, b?: any) => void> = {
    config, run, setUser,
    identify: setUser,
    open: () => soon((l) => l.show(true)),
    close: () => soon((l) => l.show(false)),
    toggle: () => soon((l) => l.show(!l.open())),
    hide: () => soon((l) => l.veil(true)),
    show: () => soon((l) => l.veil(false)),
    setAttributes: (attributes) => config({ attributes }),
    setLocale: (locale) => config({ locale }),
    sendCard: (card) => soon((l) => l.post({ type: "card", card })),
    logout: () => {
      config({ identity: null, attributes: null });
      soon((l) => l.logout());
    },
    on: (event, f) => {
      listeners[listeners.length] = { event, f };
      if (event === "ready" && launcher) guard(f);
    },
    off: (event, f) => {
      each(listeners, (_, l) => {
        if (l.event === event && (!f || l.f === f)) l.event = ""; // which nothing is called
      });
    },
    remove: () => {
      if (launcher) launcher.remove();
      launcher = undefined;
      delete window.yiwen;
      delete window.Yiwen;
    },
  };
  const api = ((name: string, a?: unknown, b?: unknown) => {
    const f = calls[name];
    if (f) guard(f, a, b);
    else warn(`there is no call ${name}`);
  }) as YiwenAPI;
  each(calls, (name, f) => {
    (api as unknown as typeof calls)[name] = (a, b) => guard(f, a, b);
  });
  window.yiwen = window.Yiwen = api;

  if (script && script.src) {
    const from = /^(https?:\/\/[^/]+)[^?]*(?:\?site=([\w-]+))?/.exec(script.src) as RegExpExecArray;
    take(options, { origin: from[1], site: from[2] });
    each(script.dataset as Record<string, string>, (name, value) => {
      if (name in rules) take(options, { [name]: value }); // others put their marks on scripts too
    });
  }
  each((before && before.q) || [], (_, c) => api(String(c[0]), c[1], c[2]));
  // Whoever has written settings says when.
  if (!window.yiwenSettings && options.origin) guard(run);
}
