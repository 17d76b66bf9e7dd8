// The incentives in force: those of a cell of the money grid, one alone, or all.
import { DATA, incentives } from "./data.js";
import { el, one } from "./elements.js";
import { NO_FILTER, address, cellOf, state } from "./state.js";
import { listed, money, pick, say } from "./words.js";

const acceptedRoles = new Map([...incentives.keys()].map((id) => [id, DATA.roles.filter((role) => role.accepts.includes(id)).length]));

const item = (record) => {
  const line = (key, text) => [el("dt", null, say(key)), el("dd", null, text || say("unstated"))];
  const count = acceptedRoles.get(record.id);
  const roles = count ? el("a", { href: address({ ...NO_FILTER, view: "roles", incentive: record.id }) }, say("acceptsRoles", { n: count })) : say("acceptsNone");
  const kind = [listed(record.tiers.map((tier) => pick(DATA.tiers[tier]))), pick(DATA.stages[record.stage]), pick(record.instrument)].join(" · ");
  return el("article", { class: "item" }, el("h3", null, pick(record.name)), el("p", { class: "where" }, kind),
    el("dl", null, line("who", pick(record.rule)), line("amount", pick(record.amount)), line("budget", money(record.budget)), line("rolesAccepted", roles), line("source", pick(record.source))));
};

const wanted = () => {
  if (state.incentive) return [say("oneItem"), [incentives.get(state.incentive)]];
  const cell = cellOf(state.cell);
  if (!cell) return [say("allItems", { n: incentives.size }), [...incentives.values()]];
  const [tier, stage] = cell;
  const inside = DATA.incentives.filter((record) => record.tiers.includes(tier) && record.stage === stage);
  return [say("items", { tier: pick(DATA.tiers[tier]), stage: pick(DATA.stages[stage]), n: inside.length }), inside];
};

export const drawIncentives = () => {
  const [title, records] = wanted();
  const back = state.incentive || state.cell ? el("p", null, el("a", { href: address({ cell: "", incentive: "" }), "data-key": "all-items" }, say("showAllItems"))) : "";
  one("#items-title").textContent = title;
  one("#items").replaceChildren(...[back, ...(records.length ? records.map(item) : [el("p", null, say("noItems"))])].filter(Boolean));
};
