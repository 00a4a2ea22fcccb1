const svg = "http://www.w3.org/2000/svg";

/** A 24 x 24 line icon. Built with DOM calls: pages with Trusted Types refuse innerHTML. */
export function icon(path: string): Element {
  const el = document.createElementNS(svg, "svg");
  const line = document.createElementNS(svg, "path");
  el.setAttribute("viewBox", "0 0 24 24");
  line.setAttribute("d", path);
  el.appendChild(line);
  return el;
}

/** A picture of the shop's own, and `instead` where it does not load. */
export function picture(url: string, instead: string): Element {
  const el = document.createElement("img");
  el.onerror = () => el.replaceWith(icon(instead));
  el.alt = "";
  el.src = url;
  return el;
}

/** A speech bubble with two lines of text. */
export const bubble = "M4 5h16v11H11l-5 4v-4H4zM8 9h8M8 12.5h5";

/** An arrow head that points down: put the panel away. */
export const chevron = "M6 9l6 6 6-6";
