import type { Staff } from "../api";
import type { Customer } from "../http";
import { Blocking } from "./Blocking";
import { Notes } from "./Notes";
import { Orders, Profile, Said } from "./Profile";
import { Tags } from "./Tags";

interface CustomerTabProps {
  customer: Customer;
  staff: Staff;
  again(): void;
  busy: boolean;
  /** Tags that were given before, to choose from. */
  used: string[];
}

/** Who the customer is, and what staff keep of him. */
export function CustomerTab({ customer, staff, again, busy, used }: CustomerTabProps) {
  const { conversation } = customer;
  return (
    <>
      <Profile customer={customer} />
      <Said customer={customer} />
      <Orders customer={customer} again={again} busy={busy} />
      <Tags conversation={conversation} tags={customer.tags} used={used} />
      <Notes conversation={conversation} notes={customer.notes} staff={staff} />
      <Blocking conversation={conversation} block={customer.block} staff={staff} />
    </>
  );
}
