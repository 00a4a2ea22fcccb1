// The sample shop's sign-in: what a shop does on its own pages, with members who
// are made up. The shop's server signs who is signed in; the page hands it on.
import type {} from "../loader/start"; // window.Yiwen

/** Where the choice outlives a reload. */
const kept = "shop-member";

const choice = document.querySelector<HTMLSelectElement>("#member");
const loader = document.querySelector<HTMLScriptElement>('script[src="/yiwen.js"]');

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

/** Tells the chat who is signed in, as soon as it is there. */
async function signIn(user: string): Promise<void> {
  const who = await identity(user);
  if (choice?.value !== user) return; // somebody else meanwhile
  if (window.Yiwen) window.Yiwen.identify(who);
  else loader?.addEventListener("load", () => window.Yiwen?.identify(who), { once: true });
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
