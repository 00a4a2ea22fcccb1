// What is known before anybody fills in a form: of the shop's page, its address and
// the cards that it sent. None of it is signed; the customer sees it and may change it.
import type { Attributes, Card, Form } from "../wire/frames";
import type { CustomerSession } from "../wire/customer";
import { amount } from "./check";
import { saidCards } from "./sayCard";
import { canonical, rare } from "./strings";

/** Where values come from. */
export interface Sources {
  /** Address of the shop's page. */
  url: string;
  /** The order that the page showed last. */
  card?: Card | undefined;
  attributes?: Attributes;
}

/** What shops call an order in the addresses of their pages. */
const orders = ["order_no", "orderNo", "order_id", "orderId", "order_sn", "order"];

/** What pages call things on their cards and in attributes: as the customer reads it, or in Chinese, or as programs do. */
const named = (field: "order_no" | "amount" | "when"): readonly string[] => [
  ...rare.formNamed[field], ...canonical.formNamed[field], ...(field === "order_no" ? orders : [field]),
];

/** The form with what the page tells: an order by its card before its address, then attributes. */
export function prefilled(form: Form, { url, card, attributes = {} }: Sources): Form {
  const said = new URLSearchParams(url.replace(/^[^?]*\??/, "").replace(/#.*/, ""));
  const lines = Object.fromEntries(card?.fields?.map((f) => [f.label, f.value]) ?? []);
  // A sum that was paid for one order and the number of another are worse than nothing.
  const other = (names: readonly string[]) => first(names, lines) ?? (card ? undefined : first(names, attributes));
  const known: Record<string, string | undefined> = {
    order_no: card?.id ?? orders.map((n) => said.get(n) ?? "").find((v) => /^[\w-]{6,40}$/.test(v)) ?? first(named("order_no"), attributes),
    amount: sum(card?.price) ?? sum(other(named("amount"))),
    // In words of the shop's clock, which need not be the browser's: the server reads them.
    when: other(named("when")),
  };
  return { ...form, fields: form.fields.map((f) => (known[f.name] ? { ...f, value: known[f.name] as string } : f)) };
}

const first = (names: readonly string[], of: Readonly<Record<string, string>>): string | undefined =>
  names.map((n) => of[n]?.trim()).find((v) => v !== undefined && v !== "");

const sum = (price: string | undefined): string | undefined => amount(price ?? "") ?? undefined;

/** The order that the shop's page showed last in the case that goes on. */
export const shownOrder = (session: CustomerSession): Card | undefined => saidCards(session).findLast((c) => c.kind === "order");
