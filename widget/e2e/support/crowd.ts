// Customers who only speak the protocol: many of them cost one page.
import type { Page } from "playwright-core";

/**
 * Lets one customer after the other say their words, from a page of the server's.
 * Each says his next word when the one before is stored. They stay connected as
 * long as the page is open.
 */
export async function crowd(page: Page, customers: readonly (readonly string[])[]): Promise<void> {
  await page.evaluate(async (all) => {
    const kept = ((window as unknown as { crowd?: WebSocket[] }).crowd ??= []);
    for (const words of all) {
      const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws`);
      await new Promise((opened) => (socket.onopen = opened));
      kept.push(socket);
      let n = 0;
      const ask = (frame: object) =>
        new Promise<void>((done, fail) => {
          const id = `q${n++}`;
          socket.onmessage = (e) => {
            const answer = JSON.parse(e.data as string) as { id?: string; type: string; message?: string };
            if (answer.id !== id) return;
            if (answer.type === "error") fail(new Error(answer.message));
            else done();
          };
          socket.send(JSON.stringify({ ...frame, id }));
        });
      await ask({ type: "hello", site: "default" });
      for (const text of words) await ask({ type: "say", text });
    }
  }, customers);
}
