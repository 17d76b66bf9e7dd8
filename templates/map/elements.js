// Elements of the page. Text is always text, never markup.
import { shown } from "./words.js";

const SVG = new Set(["svg", "rect", "text", "circle", "line", "path", "title"]);

export const one = (selector) => document.querySelector(selector);
export const all = (selector) => [...document.querySelectorAll(selector)];

export const el = (tag, attributes, ...inner) => {
  const made = SVG.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, said] of Object.entries(attributes || {})) if (said !== null) made.setAttribute(name, said);
  made.append(...inner.flat(Infinity).filter((part) => part !== null && part !== undefined && part !== ""));
  return made;
};

export const figure = (told, print) =>
  told === null || told === "c" ? el("span", { class: "mark" }, shown(told)) : shown(told, print);

export const mark = (element, name, on) => (on ? element.setAttribute(name, "true") : element.removeAttribute(name));

// Draws anew without losing the keyboard's place: what had the focus is known by its data-key.
export const keepingFocus = (draw) => {
  const key = document.activeElement?.dataset?.key;
  draw();
  if (key && document.activeElement?.dataset?.key !== key) one(`[data-key="${CSS.escape(key)}"]`)?.focus();
};
