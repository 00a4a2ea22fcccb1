// How a part comes that is in a file of its own. The build puts this in place of the
// bundler's own way, which is made for any page and ten times as long (vite/bring.ts).

/** What is here or on its way, by address. */
const links = new Map<string, Promise<unknown>>();

/**
 * Brings a part, and beside it the files that it needs. Rejects where it or its style
 * cannot be had; the next call asks for them anew.
 */
export async function bring<T>(part: () => Promise<T>, needs: readonly string[] = []): Promise<T> {
  const [module] = await Promise.all([part(), ...needs.map(link)]);
  return module;
}

/** Fetches a file. A script is only fetched early: the part that needs it waits for it. */
function link(name: string): unknown {
  const coming = links.get(name) ?? new Promise((done, fail) => {
    const style = name.endsWith(".css");
    const el = document.createElement("link");
    el.rel = style ? "stylesheet" : "modulepreload";
    el.href = import.meta.env.BASE_URL + name;
    el.onload = done;
    el.onerror = () => {
      el.remove();
      links.delete(name);
      fail(new Error(name));
    };
    if (!style) done(undefined);
    document.head.append(el);
  });
  links.set(name, coming);
  return coming;
}
