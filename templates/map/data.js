// What the page knows, as it was written into the page.
export const DATA = JSON.parse(document.getElementById("data").textContent);
export const roles = new Map(DATA.roles.map((role) => [role.id, role]));
export const incentives = new Map(DATA.incentives.map((item) => [item.id, item]));

const places = new Map(DATA.figures.map((name, place) => [name, place]));
export const isFigure = (name) => places.has(name);
export const value = (role, name) => role.figures[places.get(name)];
export const known = (table, key) => Object.hasOwn(table, key);

// A role that is not graded has the grade "none", like one that the table has no figures for.
export const gradeOf = (role) => {
  const grade = value(role, "grade");
  return grade !== null && known(DATA.grades, grade) ? grade : "none";
};
export const starsOf = (grade) => (known(DATA.grades, grade) ? DATA.grades[grade][2] : null);
export const listOf = (role, name) => (value(role, name) || "").split("|").filter(Boolean);
