// The table of roles: sorted, in pages; whole when printed.
import { DATA, gradeOf, roles, starsOf, value } from "./data.js";
import { all, el, figure, one } from "./elements.js";
import { chosenWords } from "./facets.js";
import { NO_FILTER, address, state } from "./state.js";
import { isNumber, percent, pick, range, say, signed } from "./words.js";

const PAGE = 50;
const collators = { zh: new Intl.Collator("zh-Hans-CN"), en: new Intl.Collator("en") };

const ranked = (role) => {
  if (state.sort === "name") return pick(role.name);
  const rank = state.sort === "grade" ? starsOf(gradeOf(role)) : value(role, state.sort || "gap");
  return typeof rank === "number" ? rank : null;
};
const compareRanks = (first, second) => {
  if (first === null || second === null) return (first === null) - (second === null);
  const order = typeof first === "string" ? collators[state.lang].compare(first, second) : first - second;
  return state.dir === "asc" ? order : -order;
};

// The selection in the order asked for; hidden and unknown figures last. Unless a column is chosen, the closest first.
export const sorted = (selection) =>
  [...selection]
    .map(([role, distance]) => ({ role, distance: state.sort ? 0 : distance, rank: ranked(role) }))
    .sort((a, b) => a.distance - b.distance || compareRanks(a.rank, b.rank) || (a.role.id < b.role.id ? -1 : 1))
    .map(({ role }) => role);

export const starred = (grade) => {
  const lit = starsOf(grade);
  return el("span", { class: "stars", role: "img", "aria-label": say("stars", { n: lit }) }, "★".repeat(lit) + "☆".repeat(5 - lit));
};
export const graded = (role) => {
  const grade = gradeOf(role);
  if (grade === "none") return [figure(value(role, "grade"))];
  return [starsOf(grade) ? starred(grade) : null, el("small", null, pick(DATA.grades[grade]))];
};
export const whereOf = (role) => {
  const chain = DATA.chains[role.chain];
  return [pick(chain.name), pick(chain.segments[role.segment]), pick(DATA.tiers[role.tier])];
};
export const roleLink = (role) => el("a", { href: address({ role: role.id }), "data-key": `role-${role.id}` }, pick(role.name));

const row = (role) => {
  const where = whereOf(role).slice(state.chain ? 1 : 0).join(" · ");
  const [low, high] = [value(role, "need_low"), value(role, "need_high")];
  const cell = (name, print) => el("td", { class: name }, figure(value(role, name), print));
  const need = el("td", { class: "need" }, figure(value(role, "need")), isNumber(low) && isNumber(high) ? el("small", null, range(low, high)) : null);
  return el("tr", null, el("th", { scope: "row" }, roleLink(role), el("small", null, where)), el("td", { class: "grade" }, graded(role)),
    need, cell("supply"), cell("gap", signed), cell("pay_mid"), cell("accepted_share", percent));
};

const countTold = (found) => {
  const counted = found === roles.size ? say("count", { n: found }) : say("counted", { n: found, all: roles.size });
  return state.q.trim() && !state.sort ? say("closestFirst", { counted }) : counted;
};
const chips = () => {
  const chosen = chosenWords();
  const chip = ([key, name, undo]) =>
    el("li", null, el("a", { href: address(undo), "aria-label": say("without", { name }), "data-key": `chip-${key}` }, name, el("span", { "aria-hidden": "true" }, " ×")));
  const clear = el("li", null, el("a", { class: "clear", href: address(NO_FILTER) }, say("clear")));
  one("#chosen").replaceChildren(...chosen.map(chip), ...(chosen.length ? [clear] : []));
  one("#chosen").hidden = !chosen.length;
};
const pager = (found) => {
  const last = Math.max(Math.ceil(found / PAGE), 1);
  const page = Math.min(Number(state.page), last);
  const step = (to, key) =>
    to >= 1 && to <= last ? el("a", { href: address({ page: String(to) }), "data-key": key }, say(key)) : el("span", { class: "off" }, say(key));
  const between = say("rowsTold", { first: (page - 1) * PAGE + 1, last: Math.min(page * PAGE, found), n: found });
  one("#pages").replaceChildren(step(page - 1, "previous"), el("span", null, between), step(page + 1, "next"));
  one("#pages").hidden = last === 1;
  return page;
};
const heads = () => {
  const sort = state.sort || (state.q.trim() ? "" : "gap");
  for (const head of all("th[data-sort]"))
    if (head.dataset.sort === sort) head.setAttribute("aria-sort", state.dir === "asc" ? "ascending" : "descending");
    else head.removeAttribute("aria-sort");
};

export const drawTable = (selection, whole = false) => {
  const order = sorted(selection);
  const page = pager(order.length);
  const lines = whole ? order : order.slice((page - 1) * PAGE, page * PAGE);
  one("#rows").replaceChildren(...lines.map(row));
  if (!lines.length) one("#rows").append(el("tr", null, el("td", { class: "nothing", colspan: "7" }, say("none"))));
  one("#count").textContent = countTold(order.length);
  chips();
  heads();
};
