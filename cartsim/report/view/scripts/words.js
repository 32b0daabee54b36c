// What is to be seen, as a sentence: the text of the picture for whoever does not see it.

function whatYouSee() {
  const arms = shownArms(), day = MOMENTS[now.moment].words;
  const many = arms.length > 1 ? `${arms.length} arms side by side` : "one arm";
  return `${capital(day)}, ${many}. ${arms.map(armWords).join(" ")} ${cutWords()}`;
}

function armWords(arm) {
  const { counts } = snapshotOf(arm, now.moment), at = (name) => counts[STATES.findIndex((s) => s.name === name)];
  const live = at("positive") + at("negative"), first = head.courses.panels[0].values[arm][0][0];
  const effectors = at("searching") + at("engaged"), t = effectors + at("memory") + at("exhausted");
  const left = first ? ` (${Math.round((100 * live) / first)} % of the start)` : "";
  const worn = at("exhausted") ? `, ${whole(at("exhausted"))} exhausted` : "";
  const doing = t ? ` (${whole(at("engaged"))} engaged${worn})` : "";
  return `${ARMS[arm].name}: ${whole(live)} live tumour cells${left}, ${whole(t)} CAR-T cells${doing}, ${whole(killed(arm))} killed.`;
}

function cutWords() {
  if (!now.cut.open) return "The nodule is seen from outside.";
  const where = now.cut.way === "view" ? `facing you, ${Math.round(now.cut.at)} µm before the middle`
    : `at ${now.cut.way} = ${Math.round(cutPlace())} µm`;
  const field = fieldShown();
  if (!field) return `The nodule is cut open ${where}.`;
  const { low, high } = head.arrays[field.name];
  return `The nodule is cut open ${where}; the cut shows ${field.words}, on a scale of ${figures(low)} to ${figures(high)} ${field.unit}.`;
}
