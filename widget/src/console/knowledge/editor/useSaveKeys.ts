import { useEffect, useRef } from "react";

/** The library leaves dialogs that were closed in the page, without a display. */
const dialogOpen = (): boolean => [...document.querySelectorAll("[role=dialog]")].some((d) => !d.closest('[style*="display: none"]'));

/**
 * Ctrl+S saves and Ctrl+Enter hands in, wherever the focus is: it falls to the page
 * itself when the button that had it is gone. Dialogs have the keys for themselves.
 */
export function useSaveKeys(save: (submit: boolean) => void): void {
  const now = useRef(save);
  now.current = save;
  useEffect(() => {
    const pressed = (e: KeyboardEvent) => {
      // An input method at work has Enter for itself.
      if (e.isComposing || e.keyCode === 229 || !(e.ctrlKey || e.metaKey)) return;
      const key = e.key.toLowerCase();
      if (key !== "s" && key !== "enter") return;
      if (key === "s") e.preventDefault(); // nobody wants the page as a file
      if (dialogOpen()) return;
      e.preventDefault();
      e.stopPropagation(); // the text editor has its own idea of Ctrl+Enter
      now.current(key === "enter");
    };
    // On the way down, ahead of the text editor.
    document.addEventListener("keydown", pressed, true);
    return () => document.removeEventListener("keydown", pressed, true);
  }, []);
}
