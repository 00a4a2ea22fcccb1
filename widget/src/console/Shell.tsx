import { SettingOutlined } from "@ant-design/icons";
import { Button, Empty, Menu, Spin, Tag } from "antd";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import type { Right, Staff } from "./api";
import { useDeskSession } from "./desk/session";
import { HttpProvider } from "./queries";
import { allowedPages, caseOf, type PageName, placeOfCase, usePlace } from "./places";
import { strings } from "./strings";

// Each page is a chunk of its own: an agent never loads the tables of the editors.
const pages = {
  desk: lazy(() => import("./desk/Desk")),
  tickets: lazy(() => import("./pages/Tickets")),
  reviews: lazy(() => import("./pages/Reviews")),
  canned: lazy(() => import("./pages/Canned")),
  floor: lazy(() => import("./pages/Floor")),
  knowledge: lazy(() => import("./knowledge/Knowledge")),
  feedback: lazy(() => import("./pages/Feedback")),
};
const DeskBar = lazy(() => import("./desk/DeskBar"));
const Own = lazy(() => import("./profile/Own"));
const SettingsDrawer = lazy(() => import("./desk/settings/SettingsDrawer"));

interface ShellProps {
  staff: Staff;
  leave(): void;
  /** Asks anew who is signed in. */
  recheck(): void;
}

/** The frame around the pages: which there are for this person, who that is, the way out. The desk's session lives here, so that it goes on over all pages. */
export function Shell({ staff, leave, recheck }: ShellProps) {
  const rights = staff.rights.join(" ");
  const allowed = useMemo(() => allowedPages(rights.split(" ") as Right[]), [rights]);
  const { page, rest, query, go, move } = usePlace(allowed);
  const desk = useDeskSession(staff, recheck);
  const [settings, setSettings] = useState(false);
  const openCase = useCallback((conversation: string) => go("desk", placeOfCase(conversation)), [go]);
  return (
    <HttpProvider recheck={recheck}>
      <div className="shell">
        <header className="shell-top">
          <strong>{strings.product}</strong>
          <Menu
            mode="horizontal"
            selectedKeys={page ? [page] : []}
            items={allowed.map((p) => ({ key: p, label: strings.pages[p] }))}
            onClick={({ key }) => go(key as PageName)}
          />
          {desk && (
            <Suspense>
              <DeskBar desk={desk} staff={staff} shown={page === "desk" ? caseOf(rest) : ""} open={openCase} settings={() => setSettings(true)} />
            </Suspense>
          )}
          <Button type="text" icon={<SettingOutlined />} aria-label={strings.settings} title={strings.settings} onClick={() => setSettings(true)} />
          <span className="shell-who">
            {desk ? <Suspense fallback={<Who staff={staff} />}><Own staff={staff} changed={recheck} /></Suspense> : <Who staff={staff} />}
          </span>
          <Button type="text" onClick={leave}>
            {strings.signOut}
          </Button>
        </header>
        <main className="shell-page">
          <Suspense fallback={<Spin className="shell-wait" />}>
            {page ? <Page name={page} {...{ staff, desk, rest, query, go, move }} open={openCase} /> : <Empty description={strings.noRights} />}
          </Suspense>
        </main>
        {settings && (
          <Suspense>
            <SettingsDrawer desk={desk !== undefined} close={() => setSettings(false)} />
          </Suspense>
        )}
      </div>
    </HttpProvider>
  );
}

/** Who is signed in; what customers see of him concerns who serves them. */
function Who({ staff }: { staff: Staff }) {
  return (
    <>
      {staff.name}
      <Tag>{strings.roles[staff.role]}</Tag>
    </>
  );
}

interface PageShown {
  name: PageName;
  staff: Staff;
  desk: ReturnType<typeof useDeskSession>;
  rest: string;
  query: string;
  go(page: PageName, rest?: string): void;
  move(rest: string): void;
  open(conversation: string): void;
}

function Page({ name, staff, desk, rest, query, go, move, open }: PageShown) {
  if (name === "desk") {
    const Desk = pages.desk;
    return desk && <Desk desk={desk} staff={staff} rest={rest} move={move} />;
  }
  if (name === "knowledge") {
    const Knowledge = pages.knowledge;
    return <Knowledge staff={staff} desk={desk} rest={rest} query={query} go={(where) => go("knowledge", where)} move={move} open={open} />;
  }
  const Other = pages[name];
  return <Other staff={staff} desk={desk} open={open} />;
}
