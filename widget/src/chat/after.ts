// What comes right after the first screen, because nobody can need it before: the
// voice of the chat for who cannot see it, ways of the keyboard, what the tabs of one
// customer tell each other, and what the page around is told.
import { effect } from "@preact/signals";
import { elsewhere } from "./elsewhere";
import type { Model } from "./model";
import { strings } from "./strings";
import { voice } from "./voice";
import "./after.css";

export { herald } from "./herald";

/** Begins all of it. `framed`: the chat is a panel on another page. */
export function after(model: Model, site: string, framed: boolean): void {
  document.body.append(voice(model));
  document.body.prepend(skip());
  elsewhere(model, site);
  stay(model, site);
  if (framed) {
    effect(() => {
      if (model.seen.value) begin();
    });
  }
}

/** Keeps the files in the box over a reload. What does it is fetched where there may be some, or somebody's who has left. */
function stay({ session, uploads, visit }: Model, site: string): void {
  const known = session.remembered;
  let begun = false;
  effect(() => {
    if (begun || !(known || uploads.list.value.length > 0 || visit.value > 0)) return;
    begun = true;
    Promise.all([import("./staying"), session.keep()])
      .then(([{ Staying }, kept]) => kept?.disk && kept.locks && new Staying(kept.disk, kept.locks, site, uploads, visit).begin(known))
      .catch(() => undefined); // they live as long as the page
  });
}

const box = () => document.querySelector<HTMLTextAreaElement>(".composer textarea");

/** The first thing that Tab comes to: the way past everything that was said, to the box. */
function skip(): HTMLElement {
  const link = document.createElement("button");
  link.type = "button";
  link.className = "skip";
  link.onclick = () => box()?.focus();
  effect(() => void (link.textContent = strings.input));
  return link;
}

/**
 * Who has opened the panel can write at once. Not where that would bring a
 * keyboard over half of the screen, and not where the focus is on the page
 * around: a panel that came by itself takes nobody's place.
 */
function begin(): void {
  const { activeElement, body } = document;
  if (document.hasFocus() && (!activeElement || activeElement === body) && matchMedia("(hover: hover) and (pointer: fine)").matches) box()?.focus();
}
