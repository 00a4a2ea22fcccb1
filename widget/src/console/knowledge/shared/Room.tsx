import type { ReactNode } from "react";
import { useTitle } from "../../live";
import { strings } from "../../strings";
import { LiveBar } from "./LiveBar";

interface RoomFrameProps {
  title: string;
  tools?: ReactNode;
  /** Opens what is waiting to be published. */
  pending(): void;
  children: ReactNode;
}

/** The frame of a room: its name, its tools, and in every room what is live now. */
export function RoomFrame({ title, tools, pending, children }: RoomFrameProps) {
  useTitle(`${title} - ${strings.product}`);
  return (
    <section className="room" aria-label={title}>
      <header className="room-top">
        <h1>{title}</h1>
        {tools}
        <LiveBar pending={pending} />
      </header>
      {children}
    </section>
  );
}
