import { useEffect } from "react";

/** What keys do in the inbox: j and k move, 1 to 4 act. */
export type Keys = Partial<Record<"j" | "k" | "1" | "2" | "3" | "4", () => void>>;

/** Hears keys on the page, but for those that are typed somewhere. */
export function useKeys(keys: Keys): void {
  useEffect(() => {
    const pressed = (e: KeyboardEvent) => {
      const target = e.target as HTMLElement;
      const typing = target.closest("input, textarea, select, [contenteditable=true], [role=combobox], [role=dialog], [role=menu]");
      if (typing || e.isComposing || e.keyCode === 229 || e.ctrlKey || e.metaKey || e.altKey) return;
      const act = keys[e.key as keyof Keys];
      if (!act) return;
      e.preventDefault();
      act();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  });
}
