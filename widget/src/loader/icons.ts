const svg = "http://www.w3.org/2000/svg";

/** A 24 x 24 line icon. Built with DOM calls: pages with Trusted Types refuse innerHTML. */
export function icon(path: string): SVGSVGElement {
  const el = document.createElementNS(svg, "svg");
  el.setAttribute("viewBox", "0 0 24 24");
  el.setAttribute("aria-hidden", "true");
  const p = document.createElementNS(svg, "path");
  for (const [k, v] of Object.entries({
    d: path,
    fill: "none",
    stroke: "currentColor",
    "stroke-width": "2",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  })) {
    p.setAttribute(k, v);
  }
  el.append(p);
  return el;
}

/** A speech bubble with two lines of text. */
export const bubble = "M4 5h16v11H11l-5 4v-4H4zM8 9h8M8 12.5h5";

/** An arrow head that points down: put the panel away. */
export const chevron = "M6 9l6 6 6-6";
