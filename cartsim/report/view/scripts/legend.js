// What each colour is, with the counts of this moment: a row for each state, a column for each arm.

function armColour(arm) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--arm-${arm}`).trim();
}

// Black or white, whichever is read better on the colour of an arm.
function onArm(arm) {
  const [red, green, blue] = fromHex(armColour(arm)).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#FFFFFF";
}

function badge(arm) {
  const made = document.createElement("abbr");
  made.className = "badge";
  made.title = ARMS[arm].name;
  made.textContent = LETTERS[arm];
  made.style.background = `var(--arm-${arm})`;
  made.style.color = onArm(arm);
  return made;
}

function legend() {
  const header = found("legend").tHead.rows[0];
  ARMS.forEach((arm, i) => {
    const cell = document.createElement("th"), hidden = document.createElement("span");
    cell.scope = "col";
    cell.className = "num";
    hidden.className = "aside";
    hidden.textContent = ` ${arm.name}`;
    cell.append(badge(i), hidden);
    header.append(cell);
  });
  for (const row of found("legend").tBodies[0].rows) {
    for (let i = 0; i < ARMS.length; i++) row.insertCell().className = "num";
  }
  for (const row of found("legend").tBodies[0].rows) {
    const state = STATES.find((one) => one.name === row.dataset.state);
    if (state) row.hidden = !occurs(state);
  }
}

function count() {
  for (const row of found("legend").tBodies[0].rows) {
    const place = STATES.findIndex((state) => state.name === row.dataset.state);
    for (let arm = 0; arm < ARMS.length; arm++) {
      const number = place >= 0 ? snapshotOf(arm, now.moment).counts[place] : killed(arm);
      row.cells[arm + 1].textContent = whole(number);
    }
  }
}

const killed = (arm) => courseAt(2, arm, MOMENTS[now.moment].day).count;

// The scale of colours of the field on the cut, and of the levels of cells.
function scales() {
  const field = fieldShown(), rows = [];
  if (field) rows.push({ words: field.words, unit: field.unit, colours: "field", ...head.arrays[field.name], log: false });
  if (now.tint !== "state") {
    const [low, high] = head.tints[now.tint];
    const words = head.dish ? "antigen of tumour cells" : `${now.tint === "her2" ? "HER2" : "PD-L1"} of tumour cells`;
    const unit = head.dish ? "relative" : "molecules";
    rows.push({ words, unit, colours: "cell", low, high, log: now.tint === "her2" });
  }
  found("scales").replaceChildren(...rows.map(scaleOf));
  found("scales").hidden = !rows.length;
}

function scaleOf({ words, unit, colours, low, high, log }) {
  const made = document.createElement("div"), bytes = fromBase64(head.colours[colours]), steps = [];
  for (let i = 0; i < 256; i += 15) steps.push(`rgb(${bytes[3 * i]} ${bytes[3 * i + 1]} ${bytes[3 * i + 2]})`);
  const half = log ? Math.expm1((Math.log1p(low) + Math.log1p(high)) / 2) : (low + high) / 2;
  const bar = document.createElement("i"), label = document.createElement("b"), ends_ = document.createElement("span");
  label.textContent = `${capital(words)} (${unit})`;
  bar.style.background = `linear-gradient(90deg, ${steps.join(", ")})`;
  for (const level of [low, half, high]) {
    const one = document.createElement("span");
    one.textContent = figures(level);
    ends_.append(one);
  }
  made.append(label, bar, ends_);
  return made;
}
