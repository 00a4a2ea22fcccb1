import { pick } from "../../locale";

// The words of the page with the shop's settings.
const zh = {
  intro: "店铺自己的事：名称、时钟、站点，和修改要不要两个人看。和别的内容一样，先存草稿，发布后生效。阈值在「阈值」页调。",
  leaders: "站点、时区和审核要求只有主管可以修改；您可以改名称。",
  name: "店铺名称",
  nameHint: "客户看到的名字",
  timezone: "时区",
  timezoneHint: "条目的生效和失效时间、上下班、报表都按它算，写法如 Asia/Shanghai",
  review: "修改要由另一个人审核通过",
  reviewHint: "打开后，最后修改的人不能自己通过",
  sites: "站点",
  sitesHint: "打开聊天窗口的店面：网页、App、小程序各算一个。条目可以为站点单独写答案；还有答案的站点不能删除。",
  site: (n: number, name: string) => `第 ${n} 个站点${name === "" ? "" : `：${name}`}`,
  siteId: "编号",
  siteIdHint: "写在网页的嵌入代码里，改了要一起改",
  siteName: "名称",
  origins: "允许嵌入聊天的网页，如 https://www.example.com",
  addSite: "加一个站点",
  removeSite: "删除这个站点",
};

const en: typeof zh = {
  intro: "What is the shop's: its name, clock and sites, and whether changes take two. A draft until it is published, as everything. The limits have a page of their own.",
  leaders: "Sites, time zone and reviews are changed by supervisors; the name you may change.",
  name: "Name of the shop",
  nameHint: "Shown to customers",
  timezone: "Time zone",
  timezoneHint: "Of validity, hours and reports; written like Asia/Shanghai",
  review: "Somebody else approves a change",
  reviewHint: "Whoever saved it last may not let it pass",
  sites: "Sites",
  sitesHint: "Where the chat is opened: a web page, an app. Entries may have answers of their own for a site; one that has such answers cannot be removed.",
  site: (n, name) => `Site ${n}${name === "" ? "" : `: ${name}`}`,
  siteId: "Id",
  siteIdHint: "Written where the chat is embedded: change it there too",
  siteName: "Name",
  origins: "Pages that may hold the chat, like https://www.example.com",
  addSite: "Add a site",
  removeSite: "Remove the site",
};

export const words = pick(zh, en);
