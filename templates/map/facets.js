// The filters: what each tells roles apart by, which roles they leave, and how many each choice would show.
import { DATA, gradeOf, incentives, value } from "./data.js";
import { el, one } from "./elements.js";
import { search } from "./search.js";
import { change, state } from "./state.js";
import { isNumber, number, pick, say } from "./words.js";

const NONE = "none";
const orNone = (ids) => (ids.length ? ids : [NONE]);
const choicesIn = (table) => Object.entries(table).map(([id, pair]) => [id, pick(pair)]);

const payBand = (role) => {
  const pay = value(role, "pay_mid");
  return isNumber(pay) ? String(DATA.pay_bands.filter((start) => pay >= start).length) : NONE;
};
const payNames = () => {
  const ends = DATA.pay_bands;
  const names = ends.map((end, band) => (band ? `${number(ends[band - 1])}–${number(end)}` : say("below", { n: number(end) })));
  return [...names, say("from", { n: number(ends.at(-1)) })].map((name, band) => [String(band), name]);
};
const stagesOf = (role) => orNone([...new Set(role.accepts.map((id) => incentives.get(id).stage))]);

// `of`: the choices that a role falls under; `options`: all choices with their names, in order.
const FACETS = {
  chain: { of: (role) => [role.chain], options: () => choicesIn(DATA.chains).map(([id]) => [id, pick(DATA.chains[id].name)]) },
  segment: { of: (role) => [role.segment], options: () => (state.chain ? choicesIn(DATA.chains[state.chain].segments) : []) },
  tier: { of: (role) => [role.tier], options: () => choicesIn(DATA.tiers) },
  grade: { of: (role) => [gradeOf(role)], options: () => [...choicesIn(DATA.grades), [NONE, say("ungraded")]] },
  education: { of: (role) => [role.floor], options: () => choicesIn(DATA.education) },
  pay: { of: (role) => [payBand(role)], options: () => [...payNames(), [NONE, say("payUntold")]] },
  district: { of: (role) => orNone(role.districts), options: () => [...choicesIn(DATA.districts), [NONE, say("placeUntold")]] },
  stage: { of: stagesOf, options: () => [...choicesIn(DATA.stages), [NONE, say("nothingAccepts")]] },
};
const KEYS = Object.keys(FACETS);
const [CHAIN, SEGMENT] = [KEYS.indexOf("chain"), KEYS.indexOf("segment")];
const LISTED = KEYS.filter((key) => key !== "chain");
const falls = new Map(DATA.roles.map((role) => [role, KEYS.map((key) => FACETS[key].of(role))]));

const chosenOf = (key) => (state[key] ? state[key].split(",") : []);

// The roles that pass every filter, each with its distance from the query; and the count of each choice, where every
// other filter holds. A new chain drops the segment, so the segment does not bear on the counts of chains.
export const choose = () => {
  const wanted = KEYS.map((key) => new Set(chosenOf(key)));
  const counts = Object.fromEntries(KEYS.map((key) => [key, new Map()]));
  const selection = new Map();
  const add = (key, under) => {
    for (const id of under[key]) counts[KEYS[key]].set(id, (counts[KEYS[key]].get(id) || 0) + 1);
  };
  for (const [role, distance] of search(state.q)) {
    if (state.incentive && !role.accepts.includes(state.incentive)) continue;
    const under = falls.get(role);
    const failing = [];
    for (let key = 0; key < KEYS.length; key += 1)
      if (wanted[key].size && !under[key].some((id) => wanted[key].has(id))) failing.push(key);
    if (!failing.length) {
      selection.set(role, distance);
      for (let key = 0; key < KEYS.length; key += 1) add(key, under);
    } else {
      if (failing.length === 1) add(failing[0], under);
      if (failing.at(-1) === SEGMENT && failing.length <= 2 && (failing.length === 1 || failing[0] === CHAIN)) add(CHAIN, under);
    }
  }
  return { selection, counts };
};

const toggled = (key, id) => {
  const now = chosenOf(key);
  return { [key]: (now.includes(id) ? now.filter((other) => other !== id) : [...now, id]).join(","), page: "1" };
};
const choice = (key, [id, name], count) => {
  const box = el("input", { type: "checkbox", value: id, "data-key": `${key}-${id}` });
  box.checked = chosenOf(key).includes(id);
  box.addEventListener("change", () => change(toggled(key, id)));
  return el("label", count ? null : { class: "empty" }, box, el("span", null, name), el("span", { class: "n" }, String(count)));
};
export const drawFacets = (counts) => {
  for (const key of LISTED) {
    const options = FACETS[key].options();
    const home = one(`#facet-${key}`);
    home.hidden = !options.length;
    home.querySelector("div").replaceChildren(...options.map((option) => choice(key, option, counts[key].get(option[0]) || 0)));
  }
};

// Everything chosen, in words, with what takes it back.
export const chosenWords = () => {
  const words = KEYS.flatMap((key) => FACETS[key].options().filter(([id]) => chosenOf(key).includes(id)).map(([id, name]) => {
    const undo = key === "chain" ? { chain: "", segment: "", page: "1" } : toggled(key, id);
    return [`${key}-${id}`, name, undo];
  }));
  if (state.incentive) words.push(["incentive", say("acceptedBy", { name: pick(incentives.get(state.incentive).name) }), { incentive: "", page: "1" }]);
  if (state.q.trim()) words.push(["q", `“${state.q.trim()}”`, { q: "", page: "1" }]);
  return words;
};
