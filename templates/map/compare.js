// Two roles side by side.
import { DATA, incentives, listOf, known, roles, value } from "./data.js";
import { EXTRA_FIGURES, listMove, needInterval, shortageTypes } from "./card.js";
import { dumbbell, dumbbellKey, reachOf } from "./charts.js";
import { el, figure, one } from "./elements.js";
import { likeness, similar } from "./likeness.js";
import { address, change, state } from "./state.js";
import { graded, roleLink, whereOf } from "./table.js";
import { listed, measured, percent, pick, say, shown, signed } from "./words.js";

const picker = (label, chosen, set) => {
  const option = (role) => el("option", { value: role.id, selected: role.id === chosen ? "" : null }, pick(role.name));
  const group = ([id, chain]) => el("optgroup", { label: pick(chain.name) }, DATA.roles.filter((role) => role.chain === id).map(option));
  const box = el("select", { "data-key": `compare-${label}` }, el("option", { value: "" }, say("chooseRole")), Object.entries(DATA.chains).map(group));
  box.addEventListener("change", () => set(box.value));
  return el("label", null, el("span", null, say(label)), box);
};
const pickers = (left, right) =>
  el("div", { class: "pickers" }, picker("firstRole", left, (id) => change({ compare: [id, right].filter(Boolean).join(",") })),
    picker("secondRole", right, (id) => change({ compare: [left, id].filter(Boolean).join(",") })));

const suggestions = (role) => [
  el("h3", null, say("similarTo", { name: pick(role.name) })),
  el("ul", { class: "lines" }, similar(role, 6).map(([other, alike]) => el("li", null,
    el("a", { href: address({ compare: `${role.id},${other.id}` }) }, pick(other.name)), el("small", null, [percent(alike), ...whereOf(other)].join(" · "))))),
];

const skillsOf = (pair) => {
  const [left, right] = pair.map((role) => role.skills.map(([id]) => id));
  const column = (title, ids) =>
    ids.length ? el("div", null, el("h4", null, title), el("ul", { class: "tags" }, ids.map((id) => el("li", null, pick(DATA.skills[id]))))) : null;
  return [
    el("h3", null, say("skillsCompared", { share: percent(likeness(...pair)) })),
    el("div", { class: "three" },
      column(say("skillsShared"), left.filter((id) => right.includes(id))),
      column(say("skillsOnly", { name: pick(pair[0].name) }), left.filter((id) => !right.includes(id))),
      column(say("skillsOnly", { name: pick(pair[1].name) }), right.filter((id) => !left.includes(id)))),
  ];
};

const ROWS = [
  ["where", (role) => whereOf(role).join(" · ")],
  ["need", (role) => [figure(value(role, "need")), el("small", null, needInterval(role))]],
  ["supply", (role) => figure(value(role, "supply"))],
  ["gap", (role) => figure(value(role, "gap"), signed)],
  ["chart", (role, top) => dumbbell(role, top) || "–"],
  ["grade", (role) => graded(role)],
  ["listPlace", (role) => listMove(role)],
  ["shortageType", (role) => shortageTypes(role) || "–"],
  ["fired", (role) => listed(listOf(role, "fired").filter((name) => known(DATA.measures, name)).map((name) => pick(DATA.measures[name]))) || "–"],
  ["pay", (role) => ["pay_low", "pay_mid", "pay_high"].map((name) => shown(value(role, name))).join(" · ")],
  ["educationFloor", (role) => pick(DATA.education[role.floor])],
  ["majors", (role) => el("span", { lang: "zh", class: "always" }, role.majors.join("、") || "–")],
  ["acceptedHead", (role) => (role.accepts.length ? el("ul", { class: "lines" }, role.accepts.map((id) => el("li", null, pick(incentives.get(id).name)))) : "–")],
];
const measureRows = () => Object.keys(DATA.measures).map((name) => [pick(DATA.measures[name]), (role) => figure(value(role, name), (told) => measured(name, told))]);
const extraRows = () => EXTRA_FIGURES.map(([key, name, print]) => [say(key), (role) => figure(value(role, name), print)]);

const table = (pair) => {
  const rows = [...ROWS.map(([key, cell]) => [say(key), cell]), ...measureRows(), ...extraRows()];
  const top = Math.max(...pair.map(reachOf));
  const told = rows.map(([name, cell]) => [name, pair.map((role) => cell(role, top))]).filter(([, cells]) => cells.some((cell) => cell !== null));
  const title = pair.map((role) => pick(role.name)).join(" – ");
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title },
    el("table", { class: "compared" }, el("caption", { class: "visually-hidden" }, title),
      el("thead", null, el("tr", null, el("td"), pair.map((role) => el("th", { scope: "col" }, roleLink(role))))),
      el("tbody", null, told.map(([name, cells]) => el("tr", null, el("th", { scope: "row" }, name), cells.map((cell) => el("td", null, cell ?? "–")))))));
};

export const drawCompare = () => {
  const [left = "", right = ""] = state.compare.split(",");
  const pair = [left, right].filter(Boolean).map((id) => roles.get(id));
  const below = pair.length === 2 ? [table(pair), dumbbellKey(), ...skillsOf(pair)] : pair.length ? suggestions(pair[0]) : [el("p", { class: "note" }, say("compareHow"))];
  one("#compare").replaceChildren(pickers(left, right), ...below);
};
