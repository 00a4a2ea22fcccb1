import { EnterOutlined, ReloadOutlined } from "@ant-design/icons";
import { Button, Tooltip, Typography } from "antd";
import { clock } from "../format";
import type { Customer, ShopOrder } from "../http";
import { useInsert } from "./insert";
import { Mark } from "./Mark";
import { Section } from "./Section";
import { words } from "./strings";

/** Who the customer is, by the identity that the shop signed and by the shop's own systems. */
export function Profile({ customer }: { customer: Customer }) {
  const { profile = {}, shop } = customer;
  const w = words.profile;
  const name = profile.name ?? shop?.name;
  const level = profile.level ?? shop?.level;
  const doubt = profile.unproven;
  const registered = profile.registered_at ?? shop?.registered_at;
  const facts: [string, string | undefined][] = [
    [w.user, profile.user],
    [w.level, level],
    [w.registered, registered === undefined ? undefined : day(registered)],
    [w.phone, profile.phone],
    [w.balance, shop?.balance],
    [w.since, customer.created_at ? day(customer.created_at) : undefined],
  ];
  return (
    <Section title={w.title}>
      <p>
        <strong>{name ?? (profile.user ? profile.user : w.anonymous)}</strong>{" "}
        {profile.user && !doubt && <span title={w.verifiedHint}><Mark tone="good">{w.verified}</Mark></span>}{" "}
        {!doubt && (profile.vip || shop?.vip) && <Mark tone="warn">{w.vip}</Mark>}
      </p>
      {doubt && <p className="soft"><Mark tone="warn">{w.unverified}</Mark> {w.doubtHint}</p>}
      <dl className="facts-line">
        {facts.map(([label, value]) => value && (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** What the shop's page says of the customer: apart from what is proven, because anybody may have written it. */
export function Said({ customer }: { customer: Customer }) {
  const w = words.profile;
  const said = Object.entries(customer.attributes ?? {});
  if (said.length === 0) return null;
  return (
    <Section title={w.page}>
      <p className="soft"><Mark tone="warn">{w.unverified}</Mark> {w.pageHint}</p>
      <dl className="facts-line said">
        {said.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** A day with its year, local time: what is said in years needs no clock. */
const day = (at: number) => new Date(at).toLocaleDateString("sv-SE"); // Sweden writes 2026-11-22

/** What the customer bought; where the shop does not answer that is said, and can be tried again. */
export function Orders({ customer, again, busy }: { customer: Customer; again(): void; busy: boolean }) {
  const { shop, shop_error: problem } = customer;
  const w = words.orders;
  if (!shop && !problem) return null; // there is no connector, or the visitor is unknown to the shop
  return (
    <Section title={w.title}>
      {problem && (
        <p className="soft">
          {problem} <Button size="small" type="link" icon={<ReloadOutlined />} loading={busy} onClick={again}>{words.retry}</Button>
        </p>
      )}
      {shop && shop.orders.length === 0 && <p className="soft">{w.none}</p>}
      {shop && shop.orders.length > 0 && (
        <ul className="orders">
          {shop.orders.map((o) => <Order key={o.no} order={o} conversation={customer.conversation} />)}
        </ul>
      )}
    </Section>
  );
}

function Order({ order, conversation }: { order: ShopOrder; conversation: string }) {
  const insert = useInsert(conversation);
  const safe = order.url !== undefined && /^https?:\/\//i.test(order.url);
  return (
    <li>
      <span className="order-title">
        {safe ? <a href={order.url} target="_blank" rel="noopener noreferrer" title={words.orders.open}>{order.title}</a> : order.title}
        <span>{order.amount}</span>
      </span>
      <span className="order-no">
        <Typography.Text className="mono" copyable={{ text: order.no, tooltips: [words.card.copy, words.card.copied] }}>{order.no}</Typography.Text>
        <Tooltip title={words.card.insert}>
          <Button
            size="small" type="text" icon={<EnterOutlined />} aria-label={`${words.card.insert} ${order.no}`}
            onClick={() => insert(order.no)}
          />
        </Tooltip>
        <Mark>{order.status}</Mark>
        {order.at !== undefined && <time className="soft">{clock(order.at, Date.now())}</time>}
      </span>
    </li>
  );
}
