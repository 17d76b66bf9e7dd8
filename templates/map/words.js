// Words and figures as the chosen language prints them. Hidden prints c, unknown –; neither ever prints as 0.
import { DATA } from "./data.js";
import { state } from "./state.js";

const place = () => (state.lang === "en" ? 1 : 0);
export const pick = (pair) => pair[place()];
export const pickOther = (pair) => pair[1 - place()];
export const say = (key, facts = {}) =>
  Object.entries(facts).reduce((text, [name, fact]) => text.replaceAll(`{${name}}`, () => fact), pick(DATA.words[key]));
export const listed = (items) => items.join(state.lang === "zh" ? "、" : ", ");

const plain = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
export const number = (figure) => plain.format(figure);
export const signed = (figure) => (figure > 0 ? `+${number(figure)}` : figure < 0 ? `−${number(-figure)}` : "0");
export const percent = (share) => `${number(Math.round(share * 1000) / 10)}%`;
export const shown = (figure, print = number) => (figure === null ? "–" : figure === "c" ? "c" : print(figure));
export const range = (low, high) => (low === high ? number(low) : `${number(low)}–${number(high)}`);
export const isNumber = (figure) => typeof figure === "number";

export const money = (yuan) => {
  if (yuan === null) return say("unstated");
  return say("money", { n: number(Math.round(state.lang === "zh" ? yuan / 1e4 : yuan / 1e5) / (state.lang === "zh" ? 1 : 10)) });
};
export const measured = (name, figure) => {
  const unit = DATA.measures[name][2];
  if (unit === "0-1") return percent(figure);
  return unit === "months" ? say("months", { n: number(figure) }) : number(figure);
};
