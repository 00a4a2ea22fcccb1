import { Button, Empty, Menu, Spin, Tag } from "antd";
import { lazy, Suspense, useEffect, useState } from "react";
import type { Right, Staff } from "./api";
import { HttpProvider } from "./queries";
import { strings } from "./strings";

// Each page is a chunk of its own: an agent never loads the tables of the editors.
const pages = {
  desk: lazy(() => import("./desk/Desk")),
  knowledge: lazy(() => import("./knowledge/Knowledge")),
};
type Page = keyof typeof pages;

const order: Page[] = ["desk", "knowledge"];
const paths: Record<Page, string> = { desk: "/desk/", knowledge: "/console/" };
const needs: Record<Page, Right> = { desk: "desk", knowledge: "knowledge" };

interface ShellProps {
  staff: Staff;
  leave(): void;
  /** Asks anew who is signed in. */
  recheck(): void;
}

/** The frame around the pages: which there are for this person, who that is, the way out. */
export function Shell({ staff, leave, recheck }: ShellProps) {
  const allowed = order.filter((p) => staff.rights.includes(needs[p]));
  const [page, go] = usePage(allowed);
  const Page = page && pages[page];
  return (
    <div className="shell">
      <header className="shell-top">
        <strong>{strings.product}</strong>
        <Menu
          mode="horizontal"
          selectedKeys={page ? [page] : []}
          items={allowed.map((p) => ({ key: p, label: strings.pages[p] }))}
          onClick={({ key }) => go(key as Page)}
        />
        <span className="shell-who">
          {staff.name}
          <Tag>{strings.roles[staff.role]}</Tag>
        </span>
        <Button type="text" onClick={leave}>
          {strings.signOut}
        </Button>
      </header>
      <main className="shell-page">
        <Suspense fallback={<Spin className="shell-wait" />}>
          <HttpProvider recheck={recheck}>
            {Page ? <Page staff={staff} recheck={recheck} /> : <Empty description={strings.noRights} />}
          </HttpProvider>
        </Suspense>
      </main>
    </div>
  );
}

/** The page that the address names, or the first that is allowed; and the way to another. */
function usePage(allowed: Page[]): [Page | undefined, (page: Page) => void] {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const moved = () => setPath(location.pathname);
    window.addEventListener("popstate", moved);
    return () => window.removeEventListener("popstate", moved);
  }, []);
  const page = allowed.find((p) => path.startsWith(paths[p])) ?? allowed[0];
  const go = (to: Page) => {
    history.pushState(null, "", paths[to]);
    setPath(paths[to]);
  };
  return [page, go];
}
