// The doors and the knowledge of the console, on the built program.
import { describe, expect, test } from "vitest";
import { openPage, shot } from "./support/browser.ts";
import { password } from "./support/server.ts";
import { stage } from "./support/stage.ts";

const { server, problems, someone } = stage();

describe("the console", () => {
  test("a wrong password is refused in Chinese, the right one opens", async () => {
    const page = await openPage(await someone(), `${server.url}/desk/`, problems);
    await page.getByLabel("用户名").fill("agent1");
    await page.getByLabel("密码").fill("wrong-password");
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("alert").getByText("用户名或密码").waitFor();
    await shot(page, "signin-refused");
    await page.getByLabel("密码").fill(password);
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("heading", { name: /排队中/ }).waitFor();
    await page.getByRole("button", { name: "退出登录" }).click();
    await page.getByLabel("用户名").waitFor();
    await page.goto(`${server.url}/desk/`);
    await page.getByLabel("用户名").waitFor();
  });

  test("an editor finds an entry and has no desk; its address leads back to it", async () => {
    const page = await openPage(await someone(), `${server.url}/console/`, problems);
    await page.getByLabel("用户名").fill("editor1");
    await page.getByLabel("密码").fill(password);
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByText("共 220 条").waitFor();
    expect(await page.getByRole("menuitem", { name: "工作台" }).count()).toBe(0);
    await page.getByRole("searchbox").fill("yezmtx"); // 余额怎么提现, by its initials
    await page.getByRole("searchbox").press("Enter");
    await page.getByRole("row").filter({ hasText: "余额怎么提现" }).click();
    await page.getByRole("textbox", { name: /^相似问题/ }).first().waitFor();
    await shot(page, "knowledge-entry");
    const address = page.url();
    await page.getByRole("button", { name: "退出登录" }).click();
    await page.getByLabel("用户名").fill("editor1");
    await page.getByLabel("密码").fill(password);
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("textbox", { name: /^相似问题/ }).first().waitFor();
    expect(page.url()).toBe(address);
  });
});
