// What the address says is drawn; what people do changes the address.
import { DATA, roles } from "./data.js";
import { drawCard, listenToCard } from "./card.js";
import { drawCompare } from "./compare.js";
import { download } from "./downloads.js";
import { all, keepingFocus, mark, one } from "./elements.js";
import { choose, drawFacets } from "./facets.js";
import { drawIncentives } from "./incentives.js";
import { NO_FILTER, address, change, follow, state } from "./state.js";
import { drawTable } from "./table.js";
import { pick, say } from "./words.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const theme = () => state.theme || (dark.matches ? "dark" : "light");

// The links that stand in the page keep the rest of the state, so that they can be copied and opened elsewhere.
const LINKS = [
  ["a[data-show]", ({ show }) => ({ role: "", view: show })],
  ["a[data-segment]", ({ segment }) => ({ role: "", segment: state.segment === segment ? "" : segment, page: "1" })],
  ["a[data-district]", ({ district }) => ({ ...NO_FILTER, role: "", view: "roles", district })],
  ["a[data-cell]", ({ cell }) => ({ role: "", cell, incentive: "" })],
  ["a[data-chain]:not([data-tier])", ({ chain }) => ({ role: "", chain, segment: "", page: "1" })],
  ["a[data-chain][data-tier]", ({ chain, tier }) => ({ role: "", chain, tier, segment: "", page: "1" })],
];
const drawLinks = () => {
  for (const [selector, patch] of LINKS) for (const link of all(selector)) link.setAttribute("href", address(patch(link.dataset)));
  for (const link of all("a[data-show]")) mark(link, "aria-current", link.dataset.show === state.view);
  for (const link of all("a[data-segment]")) mark(link, "aria-current", link.dataset.segment === state.segment);
  for (const link of all("a[data-cell]")) mark(link, "aria-current", link.dataset.cell === state.cell);
};

const drawFrame = () => {
  document.documentElement.lang = state.lang;
  document.documentElement.dataset.theme = theme();
  document.title = state.role ? `${pick(roles.get(state.role).name)} · ${pick(DATA.title)}` : pick(DATA.title);
  for (const button of all("button[data-lang]")) button.setAttribute("aria-pressed", String(button.dataset.lang === state.lang));
  one("#theme").setAttribute("aria-pressed", String(theme() === "dark"));
  for (const view of all("[data-view]")) view.hidden = view.dataset.view !== state.view;
};
const drawChains = (counts) => {
  for (const link of all(".chains a")) {
    const { chain } = link.dataset;
    mark(link, "aria-current", chain === state.chain);
    link.querySelector(".n").textContent = chain ? counts.get(chain) || 0 : [...counts.values()].reduce((sum, n) => sum + n, 0);
  }
  for (const graph of all("[data-graph]")) graph.hidden = graph.dataset.graph !== state.chain;
  one("#overview").hidden = Boolean(state.chain);
};
const drawRoles = (whole = false) => {
  const { selection, counts } = choose();
  if (one("#q").value !== state.q) one("#q").value = state.q;
  one("#q").placeholder = say("search");
  drawChains(counts.chain);
  drawFacets(counts);
  drawTable(selection, whole);
};
const DRAWN = { roles: drawRoles, districts: () => {}, incentives: drawIncentives, compare: drawCompare };
let drawn = "";
let view = "";

// Under an opening or closing card the page stays as it is, so that the focus finds back to the link that opened it.
const draw = () => keepingFocus(() => {
  const now = address({ role: "" });
  drawFrame();
  if (now !== drawn) {
    drawLinks();
    DRAWN[state.view]();
  }
  drawCard();
  if (view && view !== state.view) scrollTo(0, 0);
  [drawn, view] = [now, state.view];
});

for (const button of all("button[data-lang]")) button.addEventListener("click", () => change({ lang: button.dataset.lang }));
for (const button of all("[data-download]")) button.addEventListener("click", () => download(button.dataset.download));
for (const head of all("th[data-sort]"))
  head.querySelector("button").addEventListener("click", () => {
    const { sort } = head.dataset;
    const again = head.getAttribute("aria-sort");
    change({ sort, dir: again ? (again === "descending" ? "asc" : "desc") : sort === "name" ? "asc" : "desc", page: "1" });
  });
one("#theme").addEventListener("click", () => change({ theme: theme() === "dark" ? "light" : "dark" }, true));
dark.addEventListener("change", draw);
one("#q").addEventListener("input", (event) => change({ q: event.target.value, page: "1" }, true));
one("a[data-skip]").addEventListener("click", (event) => {
  event.preventDefault();
  change({ view: "roles" });
  one("#roles").focus();
});
addEventListener("beforeprint", () => { if (state.view === "roles" && !state.role) drawRoles(true); });
addEventListener("afterprint", () => { if (state.view === "roles") drawRoles(); });
listenToCard();
if (matchMedia("(max-width: 620px)").matches) one(".facets").open = false;
follow(draw);
