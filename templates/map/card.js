// The card of a role: everything the page knows of it, in a dialog.
import { DATA, incentives, isFigure, listOf, known, roles, value } from "./data.js";
import { dumbbell, dumbbellKey, payLine, reachOf } from "./charts.js";
import { el, figure, one } from "./elements.js";
import { address, change, state } from "./state.js";
import { graded, roleLink, whereOf } from "./table.js";
import { similar } from "./likeness.js";
import { isNumber, listed, measured, percent, pick, pickOther, range, say, shown, signed } from "./words.js";

const head = (key, facts) => el("h3", null, say(key, facts));
const stat = (name, inner, small) => el("div", null, el("dt", null, say(name)), el("dd", null, inner, small ? el("small", null, small) : null));

export const needInterval = (role) => {
  const [low, high] = [value(role, "need_low"), value(role, "need_high")];
  return isNumber(low) && isNumber(high) ? say("interval", { range: range(low, high) }) : "";
};
export const listMove = (role) => {
  if (!role.move) return null;
  const { kind, was, now } = role.move;
  return say(`move_${kind}`, { year: DATA.year_before, was: was ?? "–", now: now ?? "–" });
};
const kindsOf = (role) => listOf(role, "shortage_type").filter((kind) => known(DATA.shortage_types, kind)).map((kind) => DATA.shortage_types[kind]);
export const shortageTypes = (role) => listed(kindsOf(role).map(pick));

const balance = (role) => [
  el("dl", { class: "balance" }, stat("need", figure(value(role, "need")), needInterval(role)), stat("supply", figure(value(role, "supply"))),
    stat("gap", figure(value(role, "gap"), signed)), stat("grade", graded(role), listMove(role))),
  reachOf(role) ? [dumbbell(role, reachOf(role)), dumbbellKey()] : null,
];

const shortage = (role) => {
  const kinds = kindsOf(role);
  if (!kinds.length) return null;
  return [head("shortageType"), el("dl", { class: "kinds" }, kinds.map((kind) => [el("dt", null, pick(kind)), el("dd", null, pick(kind.slice(2)))]))];
};

const EXTRA = [["pShort", "p_short", percent], ["pTop10", "p_top10", percent], ["covered", "accepted_share", percent],
  ["vacancy", "vacancy_rate", percent], ["growth", "need_growth", percent], ["employed", "employed"], ["quality", "quality", (letter) => letter]];
export const EXTRA_FIGURES = EXTRA.filter(([, name]) => isFigure(name));

const measures = (role) => {
  const fired = listOf(role, "fired");
  const line = (name) => {
    const on = fired.includes(name);
    return el("tr", on ? { class: "on" } : null, el("th", { scope: "row" }, pick(DATA.measures[name]), on ? el("span", { class: "fired" }, say("firedMark")) : null),
      el("td", null, figure(value(role, name), (told) => measured(name, told))));
  };
  const extra = EXTRA_FIGURES.map(([key, name, print]) => el("tr", null, el("th", { scope: "row" }, say(key)), el("td", null, figure(value(role, name), print))));
  const labelled = (key, lines) => el("table", null, el("caption", null, say(key)), el("tbody", null, lines));
  return [head("measures"), el("div", { class: "two" }, labelled("measuresOfGrade", Object.keys(DATA.measures).map(line)), labelled("otherFigures", extra))];
};

const pay = (role) => {
  const said = ["pay_low", "pay_mid", "pay_high"].map((name) => shown(value(role, name)));
  return [head("pay"), el("p", null, said.join(" · "), " ", el("small", { class: "where" }, say("quartiles"))), payLine(role)];
};

const tags = (key, items, lang) =>
  items.length ? [head(key), el("ul", { class: "tags" }, items.map((item) => el("li", lang ? { lang, class: "always" } : null, item)))] : null;
const education = (role) => {
  const asked = value(role, "education");
  const told = [known(DATA.education, asked ?? "") ? say("asked", { name: pick(DATA.education[asked]) }) : null, say("floor", { name: pick(DATA.education[role.floor]) })];
  return [head("education"), el("p", null, told.filter(Boolean).join(" · "))];
};
const skills = (role) => {
  const items = role.skills.map(([id, weight]) => [pick(DATA.skills[id]), el("em", { role: "img", "aria-label": say(`weight${weight}`) }, "●".repeat(weight))]);
  return items.length ? [head("skills"), el("p", { class: "where" }, say("weights")), tags("skills", items)[1]] : null;
};

const itemLink = (id) => el("a", { href: address({ view: "incentives", cell: "", role: "", incentive: id }) }, pick(incentives.get(id).name));
const accepted = (role) => {
  const line = (id, more) => el("li", null, itemLink(id), el("small", null, [pick(DATA.stages[incentives.get(id).stage]), pick(incentives.get(id).instrument), pick(incentives.get(id).amount)].filter(Boolean).join(" · ")), more ? el("small", null, more) : null);
  const open = role.depends.map(([id, clauses]) => line(id, say("dependsOn", { clauses: listed(clauses.map(pick)) })));
  return [
    head("acceptedHead"), el("p", { class: "where" }, say("acceptedHow")),
    role.accepts.length ? el("ul", { class: "lines" }, role.accepts.map((id) => line(id))) : el("p", null, say("nothingAcceptsRole")),
    open.length ? [el("h4", null, say("dependsHead", { n: open.length })), el("ul", { class: "lines" }, open)] : null,
  ];
};

const stepsOf = (route) => [route.from, route.via].filter(Boolean).map((id) => roleLink(roles.get(id)));
const routes = (role) => {
  if (!role.routes) return null;
  const line = (route) => {
    const missing = listed(route.missing.filter((id) => known(DATA.skills, id)).map((id) => pick(DATA.skills[id])));
    const told = say("routeTold", { share: percent(route.shared), missing: missing || "–" });
    return el("li", null, stepsOf(route).map((link, step) => [step ? " → " : null, link]), el("small", null, told));
  };
  return [head("routes"), el("p", { class: "where" }, say("routesHow")), el("ul", { class: "lines" }, role.routes.map(line))];
};

const near = (role) => {
  const others = similar(role, 4);
  return others.length ? [head("similar"), el("p", { class: "where" }, say("similarHow")), el("ul", { class: "lines" }, others.map(([other, likeness]) =>
    el("li", null, roleLink(other), el("small", null, [percent(likeness), ...whereOf(other)].join(" · ")))))] : null;
};

const cardOf = (role) => [
  el("p", { class: "where" }, whereOf(role).join(" · ")),
  el("h2", { id: "card-title", tabindex: "-1" }, pick(role.name)),
  el("p", { class: "other always", lang: state.lang === "en" ? "zh" : "en" }, pickOther(role.name)),
  el("p", null, pick(role.says)), balance(role),
  el("p", { class: "do" }, el("a", { class: "button", href: address({ view: "compare", compare: role.id, role: "" }) }, say("compareThis"))),
  shortage(role), measures(role), pay(role), education(role), tags("majors", role.majors, "zh"), skills(role), tags("certificates", role.certificates, "zh"),
  accepted(role), routes(role), near(role), tags("districts", role.districts.map((id) => pick(known(DATA.districts, id) ? DATA.districts[id] : [id, id]))),
  tags("aliases", pick(role.aliases)), role.occupation ? [head("occupation"), el("p", null, role.occupation)] : null,
].flat(Infinity).filter(Boolean);

const dialog = one("#card");
let opened = "";

export const drawCard = () => {
  const wanted = state.role && `${state.lang} ${state.role}`;
  if (wanted) one("#card-body").replaceChildren(...cardOf(roles.get(state.role)));
  if (wanted === opened) return;
  opened = wanted;
  if (!wanted) {
    dialog.close();
    return;
  }
  one("#card .close").setAttribute("aria-label", say("close"));
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  one("#card-title").focus();
};

export const listenToCard = () => {
  one("#card .close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => {
    if (!opened || dialog.open) return;
    opened = "";
    change({ role: "" });
  });
};
