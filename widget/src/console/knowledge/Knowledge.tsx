import { Menu, Spin } from "antd";
import { Suspense, useCallback, useEffect, useRef } from "react";
import type { PageProps } from "../pages/props";
import { strings } from "../strings";
import { placeIn, type RoomName, roomOf, rooms } from "./rooms";
import "./knowledge.css";

interface KnowledgeProps extends PageProps {
  rest: string;
  query: string;
  go(rest: string): void;
  move(rest: string): void;
}

/** What the bot knows and how it speaks: the rooms of the editors, beside their menu. */
export default function Knowledge({ rest, query, go, move, ...page }: KnowledgeProps) {
  const place = roomOf(rest);
  const { room } = place;
  const Room = rooms.get(room);
  const to = useCallback((name: RoomName, where?: string) => go(placeIn(name, where)), [go]);
  const inside = useCallback((where: string) => go(placeIn(room, where)), [go, room]);
  const within = useCallback((where: string) => move(placeIn(room, where)), [move, room]);
  // On a phone the menu is a line that is longer than the screen.
  const menu = useRef<HTMLElement>(null);
  useEffect(() => {
    // New browsers answer with a promise, which is no end of an effect.
    void menu.current?.querySelector(".ant-menu-item-selected")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [room]);
  return (
    <div className="know">
      <nav ref={menu} className="know-menu" aria-label={strings.pages.knowledge}>
        <Menu
          selectedKeys={[room]} items={[...rooms.keys()].map((key) => ({ key, label: strings.rooms[key] }))}
          onClick={({ key }) => to(key as RoomName)}
        />
      </nav>
      <div className="know-room">
        <Suspense fallback={<Spin className="shell-wait" />}>
          {Room && <Room {...page} rest={place.rest} query={query} go={inside} move={within} to={to} />}
        </Suspense>
      </div>
    </div>
  );
}
