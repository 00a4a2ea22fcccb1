// The sample shop's sign-in: what a shop does on its own pages, with members who
// are made up. The shop's server signs who is signed in; the page hands it on.
import type {} from "../loader/start"; // window.Yiwen

/** Where the choice outlives a reload. */
const kept = "shop-member";

const choice = document.querySelector<HTMLSelectElement>("#member");

/** The identity of a member, "" of nobody and where the shop cannot sign. */
async function identity(user: string): Promise<string> {
  if (user === "") return "";
  try {
    const answer = await fetch(`/demo/identity?user=${encodeURIComponent(user)}`);
    return answer.ok ? await answer.text() : "";
  } catch {
    return ""; // the chat goes on without
  }
}

/** Calls the chat, now or as soon as its script is there: what the snippet of docs/embed.md defines. */
export function yiwen(...call: unknown[]): void {
  const queue = (...c: unknown[]) => void queue.q.push(c);
  queue.q = [] as unknown[][];
  window.yiwen ??= queue as never;
  (window.yiwen as unknown as typeof queue)(...call);
}

/** Tells the chat who is signed in. */
async function signIn(user: string): Promise<void> {
  const who = await identity(user);
  if (choice?.value === user) yiwen("setUser", who); // unless it was somebody else meanwhile
}

if (choice) {
  choice.value = localStorage.getItem(kept) ?? "";
  if (choice.selectedIndex < 0) choice.value = "";
  choice.addEventListener("change", () => {
    localStorage.setItem(kept, choice.value);
    void signIn(choice.value);
  });
  if (choice.value !== "") void signIn(choice.value);
}
