import { DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { useShop } from "../../knowledge/queries";
import type { Audience } from "../../knowledge/shapes";
import type { Talk } from "./useTalk";
import { words } from "./words";

/** Stands for the shop's first site: where nobody says on which site he asks, it is there. */
const usual = "";
const audiences = Object.keys(words.audiences) as (Audience | "")[];

/** Who asks, where and when: folded away, because it matters seldom. */
export function Options({ talk }: { talk: Talk }) {
  const sites = useShop().data?.sites ?? [];
  const now = talk.circumstances;
  const { site, audience, at } = now;
  const put = (next: { site?: string | undefined; audience?: Audience | undefined; at?: number | undefined }) => {
    const all = { ...now, ...next };
    talk.change({
      circumstances: { ...(all.site && { site: all.site }), ...(all.audience && { audience: all.audience }), ...(all.at && { at: all.at }) },
    });
  };
  return (
    <details className="ask-options">
      <summary>{words.more}</summary>
      <label>
        <span>{words.site}</span>
        <Select
          value={site === sites[0]?.id ? usual : (site ?? usual)} aria-label={words.site} onChange={(v) => put({ site: v || undefined })}
          options={sites.length === 0 ? [{ value: usual, label: words.usualSite }] : sites.map((s, i) => ({ value: i === 0 ? usual : s.id, label: s.name ?? s.id }))}
        />
      </label>
      <label>
        <span>{words.audience}</span>
        <Select
          value={audience ?? ""} aria-label={words.audience} onChange={(v: Audience | "") => put({ audience: v || undefined })}
          options={audiences.map((value) => ({ value, label: words.audiences[value] }))}
        />
      </label>
      <label>
        <span>{words.time}</span>
        <DatePicker
          showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" value={at ? dayjs(at) : null} placeholder={words.now} aria-label={words.time}
          onChange={(day) => put({ at: day?.valueOf() })}
        />
      </label>
    </details>
  );
}
