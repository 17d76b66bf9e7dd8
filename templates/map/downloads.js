// The current selection as a file: CSV, or a workbook with notes. Hidden values stay `c`, unknown ones empty.
import { DATA, gradeOf, incentives, known, listOf, value } from "./data.js";
import { choose, chosenWords } from "./facets.js";
import { state } from "./state.js";
import { sorted, whereOf } from "./table.js";
import { pick, say } from "./words.js";
import { workbook } from "./xlsx.js";

const named = (table) => (id) => (known(table, id) ? pick(table[id]) : id);
const joined = (ids, table) => ids.map(named(table)).join("|");
const figureColumn = (key, name) => [() => say(key), (role) => value(role, name)];

const COLUMNS = [
  [() => say("roleId"), (role) => role.id],
  [() => say("role"), (role) => pick(role.name)],
  [() => say("chain"), (role) => whereOf(role)[0]],
  [() => say("segment"), (role) => whereOf(role)[1]],
  [() => say("tier"), (role) => whereOf(role)[2]],
  figureColumn("need", "need"), figureColumn("needLow", "need_low"), figureColumn("needHigh", "need_high"), figureColumn("supply", "supply"), figureColumn("gap", "gap"),
  [() => say("grade"), (role) => (gradeOf(role) === "none" ? value(role, "grade") : pick(DATA.grades[gradeOf(role)]))],
  [() => say("fired"), (role) => joined(listOf(role, "fired"), DATA.measures)],
  [() => say("shortageType"), (role) => joined(listOf(role, "shortage_type"), DATA.shortage_types)],
  figureColumn("pShort", "p_short"), figureColumn("pTop10", "p_top10"),
  ...Object.keys(DATA.measures).map((name) => [() => pick(DATA.measures[name]), (role) => value(role, name)]),
  figureColumn("covered", "accepted_share"), figureColumn("payLow", "pay_low"), figureColumn("payMid", "pay_mid"), figureColumn("payHigh", "pay_high"),
  [() => say("educationFloor"), (role) => pick(DATA.education[role.floor])],
  [() => say("majors"), (role) => role.majors.join("|")],
  [() => say("skills"), (role) => joined(role.skills.map(([id]) => id), DATA.skills)],
  [() => say("acceptedHead"), (role) => role.accepts.map((id) => pick(incentives.get(id).name)).join("|")],
  [() => say("districts"), (role) => joined(role.districts, DATA.districts)],
];

const rows = () => [COLUMNS.map(([title]) => title()), ...sorted(choose().selection).map((role) => COLUMNS.map(([, cell]) => cell(role)))];

// A cell that a spreadsheet would take for a formula gets a quote mark in front.
const LIVE = /^[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\t\r\n＝＋－＠]/;
const csvCell = (told) => {
  if (told === null) return "";
  if (typeof told === "number") return String(told);
  const text = LIVE.test(told) ? `'${told}` : told;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const csv = (lines) => new Blob([`\ufeff${lines.map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" });

const notes = (count) => [
  [pick(DATA.title)], [pick(DATA.publisher)], [say("asOf", { date: DATA.date })], ...(DATA.illustrative ? [[say("illustrative")]] : []),
  [say("counted", { n: count, all: DATA.roles.length })], ...chosenWords().map(([, name]) => [name]), [say("signs")], [say("weighted")],
];

export const download = (kind) => {
  const lines = rows();
  const sheets = [{ name: say("rolesSheet"), rows: lines, heads: true }, { name: say("notesSheet"), rows: notes(lines.length - 1), heads: false }];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(kind === "csv" ? csv(lines) : workbook(sheets));
  link.download = `${DATA.id}-roles.${state.lang}.${kind}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
