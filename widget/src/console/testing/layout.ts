/**
 * A layout for tests: a page in memory has no sizes, and a list that shows only
 * what fits on the screen would show nothing. Items of lists are as high as
 * `item`, everything else as `rest`, in pixels. Returns what undoes it.
 */
export function layOut(item: number, rest: number): () => void {
  const before = window.ResizeObserver;
  const heightOf = (el: Element) => (el.tagName === "LI" || el.parentElement?.hasAttribute("data-items") ? item : rest);

  window.ResizeObserver = class implements ResizeObserver {
    constructor(private readonly told: ResizeObserverCallback) {}
    observe(target: Element): void {
      queueMicrotask(() => {
        const contentRect = new DOMRect(0, 0, 300, heightOf(target));
        this.told([{ target, contentRect } as unknown as ResizeObserverEntry], this);
      });
    }
    unobserve(): void {}
    disconnect(): void {}
  };
  const parent = Object.getOwnPropertyDescriptor(HTMLElement.prototype, "offsetParent");
  // What has no parent counts as hidden, and its size as not worth knowing.
  Object.defineProperty(HTMLElement.prototype, "offsetParent", { configurable: true, get: () => document.body });
  return () => {
    window.ResizeObserver = before;
    if (parent) Object.defineProperty(HTMLElement.prototype, "offsetParent", parent);
  };
}
