"use strict";
(() => {
  const D = JSON.parse(document.getElementById("data").textContent);
  const PAGE = 100;
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const column = Object.fromEntries(D.figures.map((name, at) => [name, at]));
  const value = (role, name) => role.figures[column[name]];
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const gradeOf = (role) => (D.grades[value(role, "grade")] ? value(role, "grade") : "");
  const stars = (grade) => (D.grades[grade] ? D.grades[grade][2] : -1);

  const roles = new Map(D.roles.map((role) => [role.id, role]));
  for (const role of D.roles) {
    const skills = role.skills.flatMap(([id]) => D.skills[id]);
    role.key = fold([role.id, ...role.name, ...role.aliases.flat(), ...role.majors, role.occupation, ...skills].join("\n"));
  }

  // State: what the address bar says, and nothing else.
  const EMPTY = { lang: D.language, chain: "", segment: "", tier: "", grade: "", q: "", sort: "gap", dir: "desc", role: "", policy: "" };
  let state = { ...EMPTY };
  let lines = PAGE;

  const readAddress = () => {
    const said = new URLSearchParams(location.hash.slice(1));
    const next = { ...EMPTY };
    for (const key of Object.keys(EMPTY)) if (said.has(key)) next[key] = said.get(key);
    if (next.lang !== "zh" && next.lang !== "en") next.lang = EMPTY.lang;
    if (!D.chains[next.chain]) next.chain = "";
    if (!next.chain || !D.chains[next.chain].segments[next.segment]) next.segment = "";
    if (!roles.has(next.role)) next.role = "";
    if (!(next.sort in column) && next.sort !== "name") next.sort = EMPTY.sort;
    return next;
  };
  const address = () => {
    const said = new URLSearchParams();
    for (const key of Object.keys(EMPTY)) if (state[key] !== EMPTY[key]) said.set(key, state[key]);
    return `#${said}`;
  };
  const change = (patch, quiet) => {
    const former = address();
    state = { ...state, ...patch };
    lines = PAGE;
    const now = address();
    if (now !== former) history[quiet ? "replaceState" : "pushState"](null, "", now);
    render();
  };

  // Words and figures.
  const say = (key, facts = {}) =>
    Object.entries(facts).reduce((text, [name, fact]) => text.replace(`{${name}}`, fact), D.words[key][state.lang === "en" ? 1 : 0]);
  const pick = (pair) => pair[state.lang === "en" ? 1 : 0];
  const listed = (items) => items.join(state.lang === "zh" ? "、" : ", ");
  const number = (v) => v.toLocaleString("en-US", { maximumFractionDigits: 2 });
  const shown = (v, print = number) => (v === null ? "–" : v === "c" ? "c" : print(v));
  const signed = (v) => (v > 0 ? `+${number(v)}` : v < 0 ? `−${number(-v)}` : "0");
  const percent = (v) => `${number(Math.round(v * 1000) / 10)}%`;
  const measure = (name, v) => {
    const unit = D.measures[name][2];
    if (unit === "0-1") return percent(v);
    return unit === "months" ? say("months", { n: number(v) }) : number(v);
  };

  // Elements: text is always text, never markup.
  const SVG = new Set(["svg", "rect", "text"]);
  const el = (tag, attributes, ...inner) => {
    const made = SVG.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (const [name, said] of Object.entries(attributes || {})) made.setAttribute(name, said);
    made.append(...inner.flat().filter((part) => part !== null && part !== undefined && part !== ""));
    return made;
  };
  const figure = (v, print) => (v === null || v === "c" ? el("span", { class: "mark" }, shown(v)) : shown(v, print));
  const starred = (grade) =>
    el("span", { class: "stars", role: "img", "aria-label": say("stars", { n: stars(grade) }) }, "★".repeat(stars(grade)) + "☆".repeat(5 - stars(grade)));
  const graded = (role) => {
    const grade = value(role, "grade");
    if (!D.grades[grade]) return [figure(grade)];
    return [stars(grade) ? starred(grade) : null, el("small", null, pick(D.grades[grade]))];
  };

  // Choosing roles.
  const chosen = (key) => (state[key] ? state[key].split(",") : []);
  const passes = {
    segment: (role) => !state.segment || role.segment === state.segment,
    tier: (role) => !state.tier || chosen("tier").includes(role.tier),
    grade: (role) => !state.grade || chosen("grade").includes(gradeOf(role) || "none"),
  };
  const words = () => fold(state.q).split(/\s+/).filter(Boolean);
  const found = (role, asked) => asked.every((word) => role.key.includes(word) || role.letters.includes(word));
  const within = () => {
    const asked = words();
    return D.roles.filter((role) => (!state.chain || role.chain === state.chain) && found(role, asked));
  };
  const rank = (role) => {
    if (state.sort === "name") return pick(role.name);
    if (state.sort === "grade") return stars(value(role, "grade")) < 0 ? null : stars(value(role, "grade"));
    const v = value(role, state.sort);
    return typeof v === "number" ? v : null;
  };
  const sorted = (some) => {
    const way = state.dir === "asc" ? 1 : -1;
    const language = new Intl.Collator(state.lang === "zh" ? "zh-Hans-CN" : "en");
    return some.map((role) => [rank(role), role]).sort(([a, one], [b, other]) => {
      if (a === null || b === null) return (a === null) - (b === null) || (one.id < other.id ? -1 : 1);
      const order = typeof a === "string" ? language.compare(a, b) : a - b;
      return way * order || (one.id < other.id ? -1 : 1);
    }).map(([, role]) => role);
  };

  // Facets.
  const facet = (key, options, several, pool) => {
    const others = Object.keys(passes).filter((name) => name !== key);
    const open = pool.filter((role) => others.every((name) => passes[name](role)));
    const of = { segment: (role) => role.segment, tier: (role) => role.tier, grade: (role) => gradeOf(role) || "none" }[key];
    const counts = new Map();
    for (const role of open) counts.set(of(role), (counts.get(of(role)) || 0) + 1);
    const home = one(`#facet-${key}`);
    const held = home.contains(document.activeElement) ? document.activeElement.value : null;
    home.replaceChildren(...options.map(([id, name]) => {
      const box = el("input", { type: several ? "checkbox" : "radio", name: `facet-${key}`, value: id });
      box.checked = several ? chosen(key).includes(id) : state[key] === id;
      box.addEventListener("change", () => {
        const now = several ? options.map(([o]) => o).filter((o) => (o === id ? box.checked : chosen(key).includes(o))).join(",") : id;
        change({ [key]: now });
      });
      const n = id === "" ? open.length : counts.get(id) || 0;
      return el("label", n ? null : { class: "empty" }, box, el("span", null, name), el("span", { class: "n" }, String(n)));
    }));
    if (held !== null) [...home.querySelectorAll("input")].find((box) => box.value === held)?.focus();
  };
  const facets = (pool) => {
    const segments = state.chain ? Object.entries(D.chains[state.chain].segments) : [];
    one("#facet-segment").parentElement.hidden = !state.chain;
    facet("segment", [["", say("all")], ...segments.map(([id, pair]) => [id, pick(pair)])], false, pool);
    facet("tier", Object.entries(D.tiers).map(([id, pair]) => [id, pick(pair)]), true, pool);
    const grades = Object.entries(D.grades).map(([id, grade]) => [id, pick(grade)]);
    facet("grade", [...grades, ["none", say("ungraded")]], true, pool);
  };

  // The table.
  const row = (role) => {
    const link = el("a", { href: `#role=${role.id}` }, pick(role.name));
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      change({ role: role.id });
    });
    const chain = D.chains[role.chain];
    const where = [state.chain ? null : pick(chain.name), pick(chain.segments[role.segment]), pick(D.tiers[role.tier])].filter(Boolean).join(" · ");
    const cell = (name, print) => el("td", { class: name }, figure(value(role, name), print));
    return el("tr", null, el("th", { scope: "row" }, link, el("small", null, where)), el("td", { class: "grade" }, graded(role)),
      cell("need"), cell("supply"), cell("gap", signed), cell("pay_mid"));
  };
  const table = (pool) => {
    const open = sorted(pool.filter((role) => Object.values(passes).every((pass) => pass(role))));
    one("#rows").replaceChildren(...open.slice(0, lines).map(row));
    if (!open.length) one("#rows").append(el("tr", null, el("td", { class: "nothing", colspan: "6" }, say("none"))));
    one("#count").textContent = open.length === D.roles.length ? say("count", { n: open.length }) : say("counted", { n: open.length, all: D.roles.length });
    const left = open.length - lines;
    one("#more").hidden = left <= 0;
    one("#more").textContent = say("more", { n: Math.min(left, PAGE) });
    for (const head of all("th[data-sort]"))
      if (head.dataset.sort === state.sort) head.setAttribute("aria-sort", state.dir === "asc" ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
  };

  // The card of a role.
  const stat = (name, inner, small) => el("div", null, el("dt", null, say(name)), el("dd", null, inner, small ? el("small", null, small) : null));
  const balance = (role) => {
    const [low, high] = [value(role, "need_low"), value(role, "need_high")];
    const interval = typeof low === "number" && typeof high === "number" ? say("interval", { low: number(low), high: number(high) }) : "";
    return el("dl", { class: "balance" }, stat("need", figure(value(role, "need")), interval), stat("supply", figure(value(role, "supply"))),
      stat("gap", figure(value(role, "gap"), signed)), stat("grade", graded(role)));
  };
  const measures = (role) => {
    const fired = (value(role, "fired") || "").split("|");
    const rows = Object.keys(D.measures).map((name) => {
      const on = fired.includes(name);
      const mark = on ? ` ▲ ${say("firedMark")}` : "";
      return el("tr", on ? { class: "on" } : null, el("th", { scope: "row" }, pick(D.measures[name]) + mark), el("td", null, figure(value(role, name), (v) => measure(name, v))));
    });
    const extra = [["covered", "accepted_share", percent], ["vacancy", "vacancy_rate", percent], ["employed", "employed", number]].map(
      ([key, name, print]) => el("tr", null, el("th", { scope: "row" }, say(key)), el("td", null, figure(value(role, name), print))));
    return [el("h3", null, say("measures")), el("table", null, el("tbody", null, rows, extra))];
  };
  const pay = (role) => {
    const [low, mid, high] = ["pay_low", "pay_mid", "pay_high"].map((name) => value(role, name));
    const said = el("p", null, [low, mid, high].map((v) => shown(v)).join(" · "), " ", el("small", { class: "where" }, say("quartiles")));
    if ([low, mid, high].some((v) => typeof v !== "number")) return [el("h3", null, say("pay")), said];
    const top = Math.max(...D.roles.map((r) => value(r, "pay_high")).filter((v) => typeof v === "number"));
    const at = (v) => (v / top) * 100;
    const bar = el("svg", { class: "payline", "aria-hidden": "true" },
      el("rect", { class: "track", x: "0", y: "10", width: "100%", height: "3" }),
      el("rect", { class: "box", x: `${at(low)}%`, y: "4", width: `${Math.max(at(high) - at(low), 0.4)}%`, height: "15", rx: "3" }),
      el("rect", { class: "mid", x: `${at(mid)}%`, y: "1", width: "3", height: "21" }),
      el("text", { x: "0", y: "38" }, "0"), el("text", { x: "100%", y: "38", "text-anchor": "end" }, number(top)));
    return [el("h3", null, say("pay")), said, bar];
  };
  const tags = (key, items, lang) => {
    const list = items.map((item) => el("li", lang ? { lang, class: "always" } : null, item));
    return items.length ? [el("h3", null, say(key)), el("ul", { class: "tags" }, list)] : [];
  };
  const roleCard = (role) => {
    const chain = D.chains[role.chain];
    const other = role.name[state.lang === "en" ? 0 : 1];
    const asked = value(role, "education");
    const education = [D.education[asked] ? `${pick(D.education[asked])} (${say("asked")})` : null, `${pick(D.education[role.floor])} (${say("floor")})`];
    const skills = role.skills.map(([id, weight]) => [pick(D.skills[id]), el("em", { "aria-label": `${weight}/3` }, "●".repeat(weight))]);
    const [skillHead, skillList] = tags("skills", skills);
    return [
      el("p", { class: "where" }, [pick(chain.name), pick(chain.segments[role.segment]), pick(D.tiers[role.tier])].join(" · ")),
      el("h2", { id: "card-title", tabindex: "-1" }, pick(role.name)),
      el("p", { class: "other always", lang: state.lang === "en" ? "zh" : "en" }, other),
      el("p", null, pick(role.says)), balance(role), measures(role), pay(role),
      el("h3", null, say("education")), el("p", null, education.filter(Boolean).join(" · ")),
      tags("majors", role.majors, "zh"), skillHead, el("p", { class: "where" }, say("weights")), skillList,
      tags("certificates", role.certificates, "zh"), tags("districts", role.districts.map((id) => pick(D.districts[id] || [id, id]))),
      tags("aliases", pick(role.aliases)), role.occupation ? [el("h3", null, say("occupation")), el("p", null, role.occupation)] : null,
    ].flat(2);
  };

  // The incentives of a cell of the grid.
  const money = (yuan) => (yuan === null ? say("unstated") : say("wan", { n: number(state.lang === "zh" ? yuan / 1e4 : yuan / 1e6) }));
  const item = (policy) => {
    const line = (key, text) => el("p", null, el("span", { class: "label" }, say(key)), text || say("unstated"));
    return el("article", { class: "item" }, el("h3", null, pick(policy.name)), el("p", { class: "where" }, pick(policy.instrument)), line("who", pick(policy.rule)),
      line("amount", pick(policy.amount)), line("budget", money(policy.budget)), line("source", pick(policy.source)));
  };
  const policyCard = ([tier, stage]) => {
    const named = D.policies.filter((policy) => policy.tiers.includes(tier) && policy.stage === stage);
    const title = say("policies", { tier: pick(D.tiers[tier]), stage: pick(D.stages[stage]), n: named.length });
    return [el("h2", { id: "card-title", tabindex: "-1" }, title), ...(named.length ? named.map(item) : [el("p", null, say("noPolicies"))])];
  };

  const dialog = one("#card");
  let opened = "";
  const card = () => {
    const cell = state.policy.split(".");
    const known = D.tiers[cell[0]] && D.stages[cell[1]];
    const wanted = state.role || known ? [state.lang, state.role, state.policy].join() : "";
    if (wanted === opened) return;
    opened = wanted;
    if (!wanted) {
      dialog.close();
      return;
    }
    one("#card-body").replaceChildren(...(state.role ? roleCard(roles.get(state.role)) : policyCard(cell)).filter(Boolean));
    one("#card .close").setAttribute("aria-label", say("close"));
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    one("#card-title").focus();
  };

  const render = () => {
    document.documentElement.lang = state.lang;
    document.title = pick(D.title);
    for (const button of all("[data-lang]")) button.setAttribute("aria-pressed", String(button.dataset.lang === state.lang));
    for (const link of all(".chains a")) link.dataset.chain === state.chain ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    for (const graph of all("[data-graph]")) graph.hidden = graph.dataset.graph !== state.chain;
    for (const link of all("[data-segment]")) link.dataset.segment === state.segment ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    one("#overview").hidden = Boolean(state.chain);
    const box = one("#q");
    if (box.value !== state.q) box.value = state.q;
    box.placeholder = say("search");
    const pool = within();
    facets(pool);
    table(pool);
    card();
  };

  // What people do.
  const onLink = (event) => {
    const link = event.target.closest("a[data-chain], a[data-segment], a[data-policy], a[data-skip]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { chain, segment, tier, policy, skip } = link.dataset;
    if (skip) one(`#${skip}`).focus();
    else if (policy) change({ policy });
    else if (segment !== undefined) change({ segment: state.segment === segment ? "" : segment });
    else change({ chain, segment: "", tier: tier === undefined ? "" : tier });
  };
  document.addEventListener("click", onLink);
  for (const button of all("[data-lang]")) button.addEventListener("click", () => change({ lang: button.dataset.lang }));
  for (const head of all("th[data-sort]"))
    head.querySelector("button").addEventListener("click", () => {
      const first = head.dataset.sort === "name" ? "asc" : "desc";
      const dir = state.sort !== head.dataset.sort ? first : state.dir === "asc" ? "desc" : "asc";
      change({ sort: head.dataset.sort, dir });
    });
  one("#q").addEventListener("input", (event) => change({ q: event.target.value }, true));
  one("#clear").addEventListener("click", () => change({ chain: "", segment: "", tier: "", grade: "", q: "" }));
  one("#more").addEventListener("click", () => { lines += PAGE; table(within()); });
  one("#card .close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => { if (opened && !dialog.open) { opened = ""; change({ role: "", policy: "" }); } });
  if (matchMedia("(max-width: 620px)").matches) one(".facets").open = false;
  const follow = () => { state = readAddress(); render(); };
  addEventListener("popstate", follow);
  addEventListener("hashchange", follow);
  follow();
})();
