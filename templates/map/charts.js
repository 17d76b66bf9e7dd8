// The two small charts of a role. Each stands beside the same figures in words.
import { DATA, value } from "./data.js";
import { el } from "./elements.js";
import { isNumber, number, say } from "./words.js";

const FIRST = 2; // percent of the width that the axis leaves free at each end
const LAST = 98;

const scaled = (top) => (figure) => FIRST + (figure / top) * (LAST - FIRST);
const share = (percent) => `${percent.toFixed(2)}%`;
const chart = (height, ...inner) => el("svg", { class: "small-chart", height, "aria-hidden": "true" }, inner);
const axis = (y, top) => [
  el("line", { class: "axis", x1: share(FIRST), x2: share(LAST), y1: y, y2: y }),
  el("text", { x: share(FIRST), y: y + 24 }, "0"),
  el("text", { x: share(LAST), y: y + 24, "text-anchor": "end" }, number(top)),
];
const bar = (at, low, high, y, height) =>
  el("rect", { class: "interval-bar", x: share(at(low)), y, width: share(Math.max(at(high) - at(low), 0.4)), height, rx: 5 });
const diamond = (x, y) => el("svg", { x, y, overflow: "visible" }, el("path", { class: "supply-dot", d: "M0-8l8 8-8 8-8-8z" }));

// How far the line of a role must reach; 0 where need is not told.
export const reachOf = (role) => {
  const ends = ["need", "need_high", "supply"].map((name) => value(role, name)).filter(isNumber);
  return isNumber(value(role, "need")) ? Math.max(...ends) : 0;
};

// Need with its interval against supply, on a line from 0 to `top`; null where need is not told.
export const dumbbell = (role, top) => {
  const [need, low, high, supply] = ["need", "need_low", "need_high", "supply"].map((name) => value(role, name));
  if (!isNumber(need) || !top) return null;
  const at = scaled(top);
  return chart(46,
    axis(16, top),
    isNumber(low) && isNumber(high) ? bar(at, low, high, 10, 12) : null,
    el("circle", { class: "need-dot", cx: share(at(need)), cy: 16, r: 7 }),
    isNumber(supply) ? diamond(share(at(supply)), 16) : null);
};
export const dumbbellKey = () => {
  const sign = (word, ...inner) => el("span", null, el("svg", { viewBox: "0 0 26 16", width: "26", height: "16", "aria-hidden": "true" }, inner), say(word));
  return el("p", { class: "key" },
    sign("need", el("circle", { class: "need-dot", cx: 13, cy: 8, r: 6 })),
    sign("intervalOfNeed", el("rect", { class: "interval-bar", x: 1, y: 3, width: 24, height: 10, rx: 5 })),
    sign("supply", el("path", { class: "supply-dot", d: "M13 1l7 7-7 7-7-7z" })));
};

const highestPay = Math.max(0, ...DATA.roles.map((role) => value(role, "pay_high")).filter(isNumber));

// The quartiles of pay on a line that is the same for every role; null where one is not told.
export const payLine = (role) => {
  const [low, mid, high] = ["pay_low", "pay_mid", "pay_high"].map((name) => value(role, name));
  if (![low, mid, high].every(isNumber)) return null;
  const at = scaled(highestPay);
  return chart(46,
    axis(16, highestPay),
    bar(at, low, high, 8, 16),
    el("svg", { x: share(at(mid)), overflow: "visible" }, el("rect", { class: "need-dot", x: -2, y: 4, width: 4, height: 24 })));
};
