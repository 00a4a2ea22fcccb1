import { effect } from "@preact/signals";
import type { Model } from "./model";

/**
 * The tabs of one customer at one site tell each other how far he has looked: what
 * he has seen in one is not unread in another. Nothing is kept. Where browsers have
 * no channel for it (Safari before 15.4) each tab counts for itself.
 */
export function elsewhere(model: Pick<Model, "looked" | "count" | "seen" | "version">, site: string): void {
  if (typeof BroadcastChannel !== "function") return;
  const channel = new BroadcastChannel(`yiwen/${site}`);
  let told = 0;
  const tell = () => {
    if (model.looked > told) channel.postMessage(model.looked);
    told = model.looked; // back to 0 with another customer
  };
  effect(() => {
    model.version.value;
    model.seen.value;
    queueMicrotask(tell); // when it is counted
  });
  channel.onmessage = ({ data }) => {
    if (!Number.isSafeInteger(data) || data <= model.looked) return;
    model.looked = told = data;
    model.count();
  };
}
