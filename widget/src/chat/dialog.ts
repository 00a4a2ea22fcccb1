import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import "./dialog.css";

const reachable = "a[href], button:not([disabled]), input, textarea, [tabindex]";

/**
 * A dialog over everything else while it is drawn: it holds the focus and gives
 * it back. The element reports its end as "close", however it came about.
 * Browsers that have no dialogs (Safari before 15.4) get the same by hand.
 */
export function useDialog(): { ref: RefObject<HTMLDialogElement | null>; shut(): void } {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const box = ref.current;
    if (!box) return;
    if (box.showModal) box.showModal();
    else return byHand(box);
    return undefined;
  }, []);
  // Closed, not only taken away: the focus then goes back.
  return { ref, shut: () => (ref.current?.showModal ? ref.current.close() : ref.current?.dispatchEvent(new Event("close"))) };
}

function byHand(box: HTMLElement): () => void {
  const before = document.activeElement;
  const stops = () => [...box.querySelectorAll<HTMLElement>(reachable)];
  const keys = (e: KeyboardEvent) => {
    if (e.key === "Escape") {
      e.preventDefault();
      box.dispatchEvent(new Event("close"));
    }
    const all = stops();
    const end = e.shiftKey ? all[0] : all[all.length - 1];
    if (e.key !== "Tab" || document.activeElement !== end) return;
    e.preventDefault();
    (e.shiftKey ? all[all.length - 1] : all[0])?.focus();
  };
  box.setAttribute("open", "");
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-modal", "true");
  box.addEventListener("keydown", keys);
  stops()[0]?.focus();
  return () => before instanceof HTMLElement && before.focus();
}
