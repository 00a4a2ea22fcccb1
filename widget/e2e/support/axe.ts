// What a screen reader and weak eyes need, as axe sees it.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** Looks at a page at most this often: what is gone the next time was on its way. */
const looks = 3;

/** What axe calls serious or critical on the page and in its frames (or inside `within`), a line each: the rule, and where. */
export async function flaws(page: Page, within?: string): Promise<string[]> {
  let found: string[] = [];
  for (let i = 0; i < looks; i++) {
    await still(page);
    const axe = new AxeBuilder({ page });
    const { violations } = await (within ? axe.include(within) : axe).analyze();
    found = violations
      .filter((v) => v.impact === "serious" || v.impact === "critical")
      .flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")} ${n.html.slice(0, 160)} ${n.failureSummary ?? ""}`));
    if (found.length === 0) break;
  }
  return found;
}

/** Waits until nothing moves that will ever stand still: a colour on its way is no colour. */
async function still(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((a) => a.effect?.getComputedTiming().endTime !== Infinity)
        .map((a) => a.finished.catch(() => undefined)),
    ),
  );
}
