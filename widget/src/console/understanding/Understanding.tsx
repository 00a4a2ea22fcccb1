import { Menu, Spin } from "antd";
import { Suspense, useCallback, useEffect, useRef } from "react";
import type { RoomProps } from "../knowledge/rooms";
import { LiveBar } from "../knowledge/shared/LiveBar";
import { useTitle } from "../live";
import { strings } from "../strings";
import { groupNames, groups, type PageName, pageOf, pages } from "./pages";
import { words } from "./strings";
import "./understanding.css";

/** Everything that shapes how the bot understands and speaks, but for the entries: a page for each kind, beside their menu. */
export default function Understanding({ staff, rest, go, move, to }: RoomProps) {
  const place = pageOf(rest);
  const { page } = place;
  const Page = pages[page];
  const inside = useCallback((where: string) => go(where === "" ? page : `${page}/${where}`), [go, page]);
  const within = useCallback((where: string) => move(where === "" ? page : `${page}/${where}`), [move, page]);
  useTitle(`${words.pages[page]} - ${strings.product}`);
  const menu = useRef<HTMLElement>(null);
  // On a phone the menu is a strip that shows a part of itself.
  useEffect(() => {
    menu.current?.querySelector(".ant-menu-item-selected")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [page]);
  return (
    <div className="und">
      <nav ref={menu} className="und-menu" aria-label={words.title}>
        <Menu
          selectedKeys={[page]} onClick={({ key }) => go(key as PageName)}
          items={groupNames.map((group) => ({
            type: "group", key: group, label: words.groups[group], children: groups[group].map((key) => ({ key, label: words.pages[key] })),
          }))}
        />
      </nav>
      <div className="und-page">
        <div className="und-live"><LiveBar pending={() => to("publish")} /></div>
        <Suspense fallback={<Spin className="shell-wait" />}>
          <Page key={page} staff={staff} rest={place.rest} go={inside} move={within} />
        </Suspense>
      </div>
    </div>
  );
}
