// How the bot understands, changed by an editor in a browser, up to the customer who is understood.
import type { APIRequestContext, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { flaws } from "./support/axe.ts";
import { openChat, openPage, phone, say, shot } from "./support/browser.ts";
import { password } from "./support/server.ts";
import { log, settled, stage } from "./support/stage.ts";

const { server, problems, someone } = stage();

/** An editor on a page of the understanding. */
async function editor(place: string): Promise<Page> {
  const context = await someone();
  await context.request.post(`${server.url}/api/session`, { data: { name: "editor1", password } });
  return openPage(context, `${server.url}/console/understanding/${place}`, problems);
}

/** Saves what is on the page as a draft, and approves it. */
async function approve(page: Page): Promise<void> {
  await page.getByRole("button", { name: "保存草稿" }).click();
  // The buttons, not the notices: those of the piece before may still be there.
  await page.getByRole("button", { name: /草稿 ▾$/ }).click();
  await page.getByRole("menuitem", { name: "审核通过" }).click();
  await page.getByRole("button", { name: /待发布 ▾$/ }).waitFor();
}

/** Publishes what is approved and waits until it is live. */
async function publish(api: APIRequestContext): Promise<void> {
  const answer = await api.post(`${server.url}/api/publish`, { data: { note: "e2e" } });
  const { job } = (await answer.json()) as { job: string };
  for (;;) {
    const { state, error } = (await (await api.get(`${server.url}/api/jobs/${job}`)).json()) as { state: string; error?: string };
    if (state === "done") return;
    if (state !== "running") throw new Error(`the publish is ${state}: ${error ?? ""}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

describe("the understanding", () => {
  test("a word that is often mistyped and a way to ask for a person are published, and customers are understood", async () => {
    const page = await editor("homophones");
    await page.getByLabel("打成").fill("宠直");
    await page.getByLabel("其实是").fill("充值");
    await page.getByLabel("其实是").press("Enter");
    await page.getByText("1 处修改还没有保存").waitFor();
    await approve(page);
    await shot(page, "understanding-homophones");

    await page.getByRole("menuitem", { name: "转人工词" }).click();
    const asks = page.getByRole("group", { name: "要人工的说法" });
    await asks.getByRole("textbox", { name: "要人工的说法：添加" }).fill("呼叫{星际|银河}总部");
    await asks.getByRole("textbox", { name: "要人工的说法：添加" }).press("Enter");
    // The matcher itself says what it would hear, before anything is saved.
    await asks.getByRole("button", { name: "试一试" }).click();
    await asks.getByRole("searchbox", { name: "输入一句客户的话" }).fill("我要呼叫银河总部！");
    await asks.getByRole("searchbox", { name: "输入一句客户的话" }).press("Enter");
    await asks.getByText("有 1 条说中了").waitFor();
    await approve(page);
    await shot(page, "understanding-human");
    await publish(page.context().request);

    const [shop, chat] = await openChat(await someone(), server, problems);
    await say(chat, "付款成功了，宠直一直没到账怎么办");
    await settled(chat, "付款成功了，宠直一直没到账怎么办");
    await log(chat).locator(".row.bot").last().getByText(/到账/).first().waitFor();
    await say(chat, "呼叫星际总部");
    await log(chat).getByText("好的，这就为您转人工").waitFor();
    await shot(shop, "understanding-customer");
  }, 120_000);

  test("a bad regex is refused with its sentence, and one that is too slow with its cost", async () => {
    const page = await editor("rules/theft-now");
    const regex = page.getByRole("group", { name: "正则" });
    const add = async (text: string) => {
      await regex.getByRole("textbox").last().fill(text);
      await regex.getByRole("textbox").last().press("Enter");
    };
    await add("(退款");
    await regex.getByText("少了一个右括号").waitFor();
    await page.getByRole("button", { name: "保存草稿" }).click();
    await page.getByRole("alert").getByText("处问题，改好后再保存").first().waitFor();
    await regex.getByRole("button", { name: "删除「(退款」" }).click();
    await add("(.{0,300}退){3}(.{0,300}款){3}$");
    await regex.getByText(/这条正则太慢：.*要算/).waitFor();
    await shot(page, "understanding-regex");
    const { items } = (await (await page.context().request.get(`${server.url}/api/content/rule`)).json()) as { items: { id: string; change?: object }[] };
    expect(items.find((i) => i.id === "theft-now")?.change, "nothing of it is stored").toBeUndefined();
  });

  test("a flow is written, started by a rule and after an entry, published, gone through by customers, and removed", async () => {
    const page = await editor("flows");
    const form = page.locator(".und-detail");
    const item = (n: number) => form.getByRole("region", { name: new RegExp(`^第 ${n} 项`) });
    const ask = (n: number) => item(n).getByRole("textbox", { name: "怎么问：第 1 种说法" });
    await page.getByRole("button", { name: "新建流程" }).click();
    await page.getByRole("dialog").getByRole("textbox", { name: "编号" }).fill("gift-swap");
    await page.getByRole("button", { name: "建好，去写要问什么" }).click();
    await form.getByRole("textbox", { name: "名称" }).fill("换礼品卡");
    await page.getByRole("button", { name: "保存草稿" }).click();
    await form.getByText("第 1 项 · 怎么问：不能为空").waitFor();
    await form.getByRole("textbox", { name: "开头的话：第 1 种说法" }).fill("好的，我帮您换礼品卡。");
    await item(1).getByRole("textbox", { name: /：叫法$/ }).fill("订单号");
    await item(1).getByRole("textbox", { name: /：代号$/ }).fill("order");
    await ask(1).fill("请发一下礼品卡的订单号。");
    await form.getByRole("button", { name: "加一项" }).click();
    await item(2).getByRole("textbox", { name: /：叫法$/ }).fill("换成");
    await item(2).getByRole("textbox", { name: /：代号$/ }).fill("to");
    await ask(2).fill("想换成哪一种？");
    await item(2).getByRole("combobox", { name: /：怎么认$/ }).click();
    await page.getByTitle("几个里选一个").click();
    await item(2).getByRole("textbox", { name: "选项 1", exact: true }).fill("电影票");
    await item(2).getByRole("textbox", { name: "选项 2", exact: true }).fill("加油卡");
    await item(2).getByRole("textbox", { name: "选项 2：别的说法，用空格隔开" }).fill("油卡 加油");
    await form.getByText("答复", { exact: true }).click();
    await form.getByRole("textbox", { name: "最后说的话：第 1 种说法" }).fill("已登记：订单 {order} 换成{to}。");
    await form.getByText("还没有规则或条目开始这个流程").waitFor();
    await approve(page);
    await shot(page, "understanding-flow");
    expect(await flaws(page)).toEqual([]);

    await page.getByRole("menuitem", { name: "规则" }).click();
    await page.getByRole("button", { name: "新建规则" }).click();
    await page.getByRole("dialog").getByRole("textbox", { name: "编号" }).fill("start-gift-swap");
    await page.getByRole("button", { name: "建好，去写条件" }).click();
    await page.getByRole("textbox", { name: "全都要有：添加" }).fill("换{一张|}礼品卡");
    await page.getByRole("textbox", { name: "全都要有：添加" }).press("Enter");
    await page.getByText("开始流程", { exact: true }).last().click();
    await page.getByRole("combobox", { name: "开始哪个流程" }).click();
    await page.getByTitle("换礼品卡").click();
    await approve(page);
    await page.goto(`${server.url}/console/entries/giftcard-how-to-use`);
    await page.getByRole("combobox", { name: "答完接着办" }).click();
    await page.getByTitle("换礼品卡").click();
    const saved = page.waitForResponse((r) => r.request().method() === "PUT" && r.ok());
    await page.getByRole("button", { name: "保存草稿" }).click();
    await saved;
    const api = page.context().request;
    await api.post(`${server.url}/api/changes/step`, { data: { all: "draft", step: "approve" } });
    await publish(api);

    const [, chat] = await openChat(await someone(phone), server, problems);
    await say(chat, "我想换一张礼品卡");
    await log(chat).getByText("请发一下礼品卡的订单号。").waitFor();
    await say(chat, "你们几点上班");
    await say(chat, "XK202603010001");
    await chat.getByRole("button", { name: "加油卡" }).last().click();
    await say(chat, "对");
    await log(chat).getByText("已登记：订单 XK202603010001 换成加油卡。").waitFor();

    const [, other] = await openChat(await someone(), server, problems);
    await say(other, "礼品卡怎么使用");
    await log(other).getByText("请发一下礼品卡的订单号。").waitFor();
    await say(other, "算了，不换了");
    await settled(other, "算了，不换了");

    // Nothing may be left that starts it.
    const remove = async (place: string, name: string) => {
      await page.goto(`${server.url}/console/understanding/${place}`);
      await page.getByRole("button", { name }).click();
      await page.getByRole("dialog").getByRole("button", { name: /确\s*定/ }).click();
    };
    await remove("flows/gift-swap", "删除流程");
    await page.getByText(/不能删除：.*还在引用它/).first().waitFor();
    await remove("rules/start-gift-swap", "删除规则");
    await page.getByText("已标记删除").waitFor();
    await page.getByRole("button", { name: "不删了" }).click();
    await page.getByText("不删了，和线上一样").waitFor();
    await page.getByRole("button", { name: "删除规则" }).waitFor();
  }, 180_000);

  test("of two rules of one priority the other comes first", async () => {
    const page = await editor("rules");
    const list = page.locator(".und-list li strong");
    await page.getByRole("button", { name: "pin-phone-number：同优先级里提前一位" }).press("Enter");
    await page.getByText("pin-phone-number 排到 pin-cs-hours 前面").waitFor();
    const now = await list.allInnerTexts();
    expect(now.indexOf("pin-phone-number")).toBeLessThan(now.indexOf("pin-cs-hours"));
    // The button that was pressed stays under the fingers.
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toContain("pin-phone-number");
    await page.getByRole("button", { name: "pin-phone-number：同优先级里推后一位" }).press("Enter");
    await expect.poll(() => list.allInnerTexts()).not.toEqual(now);
    const { items } = (await (await page.context().request.get(`${server.url}/api/content/rule`)).json()) as { items: { id: string; change?: object }[] };
    expect(items.filter((i) => i.change && i.id.startsWith("pin-")), "back where they were").toEqual([]);
  });

  test("two editors of one list lose nothing", async () => {
    const [mine, theirs] = [await editor("stopwords"), await editor("stopwords")];
    for (const [page, word] of [[mine, "麻烦您"], [theirs, "请问一下"]] as const) {
      await page.getByLabel("词", { exact: true }).fill(word);
      await page.getByLabel("词", { exact: true }).press("Enter");
    }
    await theirs.getByRole("button", { name: "保存草稿" }).click();
    await theirs.getByText("已保存为草稿").waitFor();
    await mine.getByRole("button", { name: "保存草稿" }).click();
    await mine.getByText(/改的不是同一处/).waitFor();
    await shot(mine, "understanding-conflict");
    await mine.getByRole("button", { name: "合并并保存" }).click();
    await mine.getByText("已保存为草稿").waitFor();
    for (const word of ["麻烦您", "请问一下"]) await mine.getByRole("region", { name: "共 2 条" }).getByText(word).waitFor();
  });

  test("every page can be read by everybody", async () => {
    const page = await editor("dictionary");
    for (const place of ["dictionary", "synonyms", "mood", "human", "talk", "smalltalk/robot%2F1", "replies", "rules/theft-now", "flows/invoice-request", "golden", "settings"]) {
      await page.goto(`${server.url}/console/understanding/${place}`);
      await page.locator(".und-body").getByRole("button").first().waitFor();
      await page.waitForLoadState("networkidle");
      expect(await flaws(page), place).toEqual([]);
    }
  }, 180_000);
});
