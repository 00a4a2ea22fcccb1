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

  test("an editor reads the knowledge and has no desk", async () => {
    const page = await openPage(await someone(), `${server.url}/console/`, problems);
    await page.getByLabel("用户名").fill("editor1");
    await page.getByLabel("密码").fill(password);
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByText("共 220 条").waitFor();
    expect(await page.getByRole("menuitem", { name: "工作台" }).count()).toBe(0);
    await page.getByRole("searchbox").fill("提现");
    await page.getByRole("searchbox").press("Enter");
    await page.getByRole("row", { name: /余额怎么提现/ }).click();
    const drawer = page.getByRole("dialog");
    await drawer.getByText("怎么把钱提到支付宝").waitFor();
    await shot(page, "knowledge-entry");
  });
});
