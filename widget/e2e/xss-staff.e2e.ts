// What staff write becomes no more than text for customers, colleagues and superiors.
import { expect, test } from "vitest";
import { Agent } from "./support/agent.ts";
import { openPage, phone, say } from "./support/browser.ts";
import { Hands, shortest } from "./support/hands.ts";
import { password } from "./support/server.ts";
import { settled, stage } from "./support/stage.ts";
import { packs, patience, shows, small, Trap } from "./support/xss.ts";

const { server, problems, someone } = stage();
const hands = new Hands(server, problems);

test("what staff write is text for customers, colleagues and superiors", async () => {
  const customer = await someone(phone);
  const trap = await Trap.set(customer, server.url);
  const chat = await openPage(customer, `${server.url}/chat/`, problems);
  await say(chat, "我要人工，卡密用不了");
  await settled(chat, "卡密用不了");

  const staff = await someone();
  const watch = await Trap.set(staff, server.url);
  await server.run(["staff", "add", "evil2", "--name", small("agent"), "--role", "supervisor"], `${password}\n`);
  const agent = await Agent.online(staff, server, "evil2");
  const conversation = await agent.take("我要人工，卡密用不了");
  const [all = ""] = packs("note", 2000);
  await agent.ask({ type: "note", conversation, text: all, mentions: ["agent1"] });
  for (const text of packs("reply", 2000)) await agent.ask({ type: "say", conversation, text });
  await agent.ask({ type: "whisper", conversation, text: packs("whisper", 2000)[0] });
  await agent.ask({ type: "invite", conversation, agent: "agent1" });
  await agent.ask({
    type: "file", conversation, severity: "high", phone: "13800001001",
    info: { order_no: small("ticket-order"), when: small("ticket-when"), amount: small("ticket-amount"), story: packs("ticket-story", 2000)[0], error: packs("ticket-error", 200, " ")[0], tried: packs("ticket-tried", 200, " ").slice(0, 20), contact: small("ticket-contact") },
  });
  const { number } = await agent.find({ kind: "ticketed" });
  const page = await hands.at(staff, "evil2", "/desk/");
  await hands.json(page, "PUT", `/api/customers/${conversation}/tags`, { tags: [shortest] });
  await hands.json(page, "POST", `/api/customers/${conversation}/notes`, { text: packs("about", 500)[0] });
  await hands.json(page, "POST", "/api/announcements", { text: packs("announcement", 200)[0], level: "warning" });
  await hands.json(page, "POST", "/api/canned", { scope: "global", title: small("canned-title").slice(0, 60), group: small("canned-group").slice(0, 60), text: packs("canned-text", 2000)[0] });
  await hands.json(page, "POST", "/api/feedback", { kind: "missing", conversation, question: packs("feedback-question", 2000)[0], text: packs("feedback-text", 2000)[0] });
  await hands.json(page, "POST", `/api/tickets/${number}/entries`, { move: "take" });
  await hands.json(page, "POST", `/api/tickets/${number}/entries`, { move: "note", text: packs("ticket-note", 2000)[0] });
  await hands.json(page, "POST", `/api/tickets/${number}/entries`, { move: "tell", text: packs("ticket-told", 2000)[0] });

  // The customer looks at all of it, and says what he thinks of it.
  await shows(chat, "reply", "agent", "announcement");
  await agent.ask({ type: "transfer", conversation, agent: "agent1", note: packs("transfer", 2000)[0] });
  await agent.ask({ type: "assign", conversation, agent: "evil2" });
  await agent.ask({ type: "close", conversation, summary: { class: small("class"), solved: false, tags: [small("summary-tag").slice(0, 64)], text: packs("summary", 2000)[0] } });
  await chat.getByRole("radio", { name: "1 星" }).check({ force: true });
  await chat.getByRole("form", { name: /评/ }).getByRole("textbox").fill(packs("rating", 2000)[0] ?? "");
  await chat.getByRole("button", { name: "提交评价" }).click();
  await chat.getByRole("button", { name: "更多" }).click();
  await chat.getByRole("menuitem", { name: "对话记录" }).click();
  await expect.poll(() => chat.getByRole("textbox", { name: "对话记录" }).inputValue(), { timeout: patience }).toContain("reply\n<img src=x onerror=");
  await chat.getByRole("dialog").getByRole("button").first().click();
  await chat.getByRole("button", { name: "更多" }).click();
  await chat.getByRole("menuitem", { name: "查工单" }).click();
  await chat.getByRole("dialog").getByRole("button", { name: /^WO/ }).click();
  await shows(chat, "ticket-story", "ticket-told");
  await chat.getByRole("textbox", { name: "补充" }).fill(packs("ticket-added", 2000)[0] ?? "");
  await chat.getByRole("button", { name: "提交补充" }).click();
  await shows(chat, "ticket-added");
  await trap.empty();

  await hands.visit(page, `/desk/c/${conversation}`, "note", "reply", "whisper", "transfer", "agent", shortest, "about", "summary", "rating");
  await page.getByRole("complementary", { name: "会话信息" }).getByRole("tab", { name: "历史" }).click();
  await shows(page, "class");
  await hands.visit(page, "/desk/tickets");
  await page.getByText("我的", { exact: true }).click();
  await page.getByRole("button", { name: /^WO/ }).click();
  await shows(page, "ticket-order", "ticket-story", "ticket-error", "ticket-tried", "ticket-contact", "ticket-note", "ticket-told", "ticket-added", "agent");
  await hands.visit(page, "/desk/canned", "canned-title", "canned-group", "canned-text");
  await hands.visit(page, "/desk/reviews", "rating");
  await page.getByRole("button", { name: "复核", exact: true }).first().click();
  await shows(page, "reply");
  await page.getByRole("dialog").getByRole("textbox", { name: "结论" }).fill(packs("finding", 2000)[0] ?? "");
  await page.getByRole("dialog").getByRole("radio", { name: "没解决" }).check();
  await page.getByRole("dialog").getByRole("button", { name: "保存" }).click();
  await page.getByText("已复核", { exact: true }).click();
  await shows(page, "finding");
  await hands.json(page, "PUT", `/api/customers/${conversation}/block`, { reason: packs("block", 200)[0] });
  await hands.visit(page, "/desk/floor", "announcement", "agent", "block");
  await hands.visit(page, "/console/feedback", "feedback-question");
  await page.getByRole("button", { name: /feedback-question/ }).click();
  await shows(page, "feedback-text", "reply");
  await watch.empty();
}, 300_000);

