// Which roles a query finds, and how well: by Chinese or English name, alias, skill, major, code or pinyin initials.
import { DATA } from "./data.js";

const fold = (text) => text.normalize("NFKC").toLowerCase();
const MISSED = -1;

const texts = new Map(DATA.roles.map((role) => {
  const skills = role.skills.flatMap(([id]) => DATA.skills[id]);
  return [role, {
    names: role.name.map(fold),
    aliases: fold(role.aliases.flat().join("\n")),
    rest: fold([role.id, role.occupation, ...role.majors, ...skills].join("\n")),
  }];
}));

const closeness = (role, word) => {
  const { names, aliases, rest } = texts.get(role);
  if (names.some((name) => name.startsWith(word)) || role.letters.startsWith(word)) return 0;
  if (names.some((name) => name.includes(word))) return 1;
  if (aliases.includes(word) || role.letters.includes(word)) return 2;
  return rest.includes(word) ? 3 : MISSED;
};

// The roles that hold every word of `query`, each with its distance: 0 where each word begins a name.
export const search = (query) => {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const found = new Map();
  for (const role of DATA.roles) {
    let distance = 0;
    for (const word of words) {
      const close = closeness(role, word);
      distance = close === MISSED || distance === MISSED ? MISSED : distance + close;
    }
    if (distance !== MISSED) found.set(role, distance);
  }
  return found;
};
