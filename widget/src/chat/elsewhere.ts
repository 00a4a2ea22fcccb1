import { effect } from "@preact/signals";
import { Tabs } from "../wire/tabs";
import type { Model } from "./model";

/**
 * The tabs of one customer at one site tell each other how far he has looked: what
 * he has seen in one is not unread in another. Nothing is kept. Where they cannot
 * tell, each counts for itself.
 */
export function elsewhere(model: Pick<Model, "looked" | "count" | "seen" | "version">, site: string): void {
  const tabs = new Tabs<number>(site);
  let told = 0;
  const tell = () => {
    if (model.looked > told) tabs.tell(model.looked);
    told = model.looked; // back to 0 with another customer
  };
  effect(() => {
    model.version.value;
    model.seen.value;
    queueMicrotask(tell); // when it is counted
  });
  tabs.listen((looked) => {
    if (!Number.isSafeInteger(looked) || looked <= model.looked) return;
    model.looked = told = looked;
    model.count();
  });
}
