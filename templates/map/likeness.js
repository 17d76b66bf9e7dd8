// How alike two roles are in the skills that they ask for: shared weight over all weight (Ruzicka).
import { DATA } from "./data.js";

export const likeness = (role, other) => {
  const [mine, theirs] = [new Map(role.skills), new Map(other.skills)];
  let [shared, whole] = [0, 0];
  for (const skill of new Set([...mine.keys(), ...theirs.keys()])) {
    const [a, b] = [mine.get(skill) || 0, theirs.get(skill) || 0];
    shared += Math.min(a, b);
    whole += Math.max(a, b);
  }
  return whole ? shared / whole : 0;
};

// The `most` roles whose skills are closest to those of `role`, with their likeness.
export const similar = (role, most) =>
  DATA.roles
    .filter((other) => other !== role)
    .map((other) => [other, likeness(role, other)])
    .filter(([, alike]) => alike > 0)
    .sort((a, b) => b[1] - a[1] || (a[0].id < b[0].id ? -1 : 1))
    .slice(0, most);
