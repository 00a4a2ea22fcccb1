// iOS lays its keyboard over the page instead of making the page smaller; the
// chat makes itself as high as what is left. Other browsers do as the viewport's
// interactive-widget says, and nothing happens here.

/** Less than this that is hidden is a bar of the browser, not a keyboard. Pixels. */
const least = 80;

/** Keeps the chat above the keyboard, on a page of its own. */
export function watchKeyboard(): void {
  if (!window.visualViewport || window.parent !== window) return;
  const seen = window.visualViewport;
  const fit = () => {
    const { style } = document.documentElement;
    // Who has zoomed in wants to see less.
    const covered = seen.scale < 1.05 && window.innerHeight - seen.height > least;
    style.setProperty("--seen", covered ? `${seen.height}px` : "");
    document.documentElement.toggleAttribute("data-typing", covered);
    if (covered) window.scrollTo(0, 0);
  };
  seen.addEventListener("resize", fit);
}
