// The state of the page is what its address says, and nothing else: so every state has a link, and back goes back.
import { DATA, incentives, isFigure, known, roles } from "./data.js";

const EMPTY = {
  view: "roles", lang: DATA.language, theme: "", q: "",
  chain: "", segment: "", tier: "", grade: "", education: "", pay: "", district: "", stage: "", incentive: "",
  sort: "", dir: "desc", page: "1", role: "", cell: "", compare: "",
};
export const NO_FILTER = {
  q: "", chain: "", segment: "", tier: "", grade: "", education: "", pay: "", district: "", stage: "", incentive: "", page: "1",
};
const VIEWS = ["roles", "districts", "incentives", "compare"];

export let state = { ...EMPTY };
let redraw = () => {};

const sound = (said) => {
  const next = { ...EMPTY, ...said };
  const fall = (key, holds) => { if (!holds) next[key] = EMPTY[key]; };
  fall("view", VIEWS.includes(next.view));
  fall("lang", ["zh", "en"].includes(next.lang));
  fall("theme", ["light", "dark"].includes(next.theme));
  fall("chain", known(DATA.chains, next.chain));
  fall("segment", next.chain !== "" && known(DATA.chains[next.chain].segments, next.segment));
  fall("role", roles.has(next.role));
  fall("incentive", incentives.has(next.incentive));
  fall("sort", isFigure(next.sort) || next.sort === "name");
  fall("dir", ["asc", "desc"].includes(next.dir));
  fall("page", /^[1-9]\d{0,4}$/.test(next.page));
  fall("cell", cellOf(next.cell) !== null);
  next.compare = next.compare.split(",").filter((id) => roles.has(id)).slice(0, 2).join(",");
  return next;
};

// Tier and stage of a cell of the money grid, null where there is no such cell.
export function cellOf(cell) {
  const [tier, stage] = cell.split(".");
  return known(DATA.tiers, tier) && known(DATA.stages, stage || "") ? [tier, stage] : null;
}

const readAddress = () => {
  const said = new URLSearchParams(location.hash.slice(1));
  return sound(Object.fromEntries(Object.keys(EMPTY).filter((key) => said.has(key)).map((key) => [key, said.get(key)])));
};

// The address of this state with `patch` applied. With the page's own path: a bare #… is announced as a jump within it.
export const address = (patch = {}) => {
  const next = { ...state, ...patch };
  const said = new URLSearchParams();
  for (const key of Object.keys(EMPTY)) if (next[key] !== EMPTY[key]) said.set(key, next[key]);
  return `${location.pathname}#${String(said) || "view=roles"}`;
};

export const change = (patch, quietly = false) => {
  const former = location.pathname + location.hash;
  const next = address(patch);
  state = sound({ ...state, ...patch });
  if (next !== former) history[quietly ? "replaceState" : "pushState"](null, "", next);
  redraw();
};

export const follow = (drawing) => {
  redraw = drawing;
  const read = () => {
    state = readAddress();
    redraw();
  };
  addEventListener("hashchange", read);
  read();
};
