// Counts over time: one small panel each, every arm a line, the first repeat strong, the moment a mark.

const SVG = "http://www.w3.org/2000/svg";
const CHART = { width: 360, height: 96, left: 46, right: 8, top: 8, bottom: 18 };
const DASHES = ["", "7 3", "2 2", "8 3 2 3", "", "7 3", "2 2", "8 3 2 3"];
const marks = [];

function element(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, text] of Object.entries(attributes)) made.setAttribute(key, text);
  made.append(...children);
  return made;
}

const lastDay = () => Math.max(head.courses.days.at(-1), MOMENTS.at(-1).day) || 1;
const acrossAt = (day) => CHART.left + (day / lastDay()) * (CHART.width - CHART.left - CHART.right);

function charts() {
  for (const panel of head.courses.panels) {
    const top = roundUp(Math.max(1, ...panel.values.flat(2)));
    const downAt = (count) => CHART.height - CHART.bottom - (count / top) * (CHART.height - CHART.top - CHART.bottom);
    const picture = element("svg", { viewBox: `0 0 ${CHART.width} ${CHART.height}`, role: "img" });
    picture.append(element("title", {}, `${panel.title} over time: ${ends(panel)}`));
    for (const count of [0, top / 2, top]) {
      const y = downAt(count);
      picture.append(element("line", { class: "grid", x1: CHART.left, x2: CHART.width - CHART.right, y1: y, y2: y }));
      picture.append(element("text", { x: CHART.left - 5, y: y + 3.5, "text-anchor": "end" }, whole(count)));
    }
    for (const day of ticks()) {
      const anchor = acrossAt(day) > CHART.width - 24 ? "end" : "middle";
      picture.append(element("text", { x: acrossAt(day), y: CHART.height - 4, "text-anchor": anchor }, `day ${day}`));
    }
    for (const strong of [false, true]) lines(picture, panel, strong, downAt);
    const mark = element("line", { class: "mark", y1: CHART.top - 4, y2: CHART.height - CHART.bottom });
    marks.push(mark);
    picture.append(mark);
    picture.addEventListener("pointerdown", (event) => goToPlace(picture, event));
    picture.addEventListener("pointermove", (event) => event.buttons && goToPlace(picture, event));
    found("charts").append(figureOf(panel, picture));
  }
}

function figureOf(panel, picture) {
  const figure = document.createElement("figure"), words = document.createElement("figcaption");
  words.textContent = panel.title;
  figure.append(words, picture);
  return figure;
}

function lines(picture, panel, strong, downAt) {
  panel.values.forEach((repeats, arm) => repeats.forEach((counts, repeat) => {
    if ((repeat === 0) !== strong) return;
    const points = counts.map((count, i) => `${acrossAt(head.courses.days[i]).toFixed(1)},${downAt(count).toFixed(1)}`);
    const line = element("polyline", { points: points.join(" "), class: strong ? "strong" : "other" });
    line.style.stroke = `var(--arm-${arm})`;
    line.setAttribute("stroke-dasharray", strong ? DASHES[arm] : "");
    line.dataset.arm = arm;
    picture.append(line);
  }));
}

function ticks() {
  const end = lastDay(), apart = [0.25, 0.5, 1, 2, 5, 7, 14, 30, 90].find((step) => end / step <= 5) ?? 365;
  return Array.from({ length: Math.floor(end / apart + 1e-9) + 1 }, (_, i) => i * apart);
}

function roundUp(number) {
  const power = 10 ** Math.floor(Math.log10(number));
  return [1, 2, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= number);
}

const ends = (panel) => panel.values.map((repeats, arm) => {
  const counts = repeats[0];
  return `${ARMS[arm].name} from ${whole(counts[0])} to ${whole(counts.at(-1))}`;
}).join("; ");

function goToPlace(picture, event) {
  const box = picture.getBoundingClientRect(), x = ((event.clientX - box.left) / box.width) * CHART.width;
  const day = ((x - CHART.left) / (CHART.width - CHART.left - CHART.right)) * lastDay();
  const apart = MOMENTS.map((moment) => Math.abs(moment.day - day));
  goTo(apart.indexOf(Math.min(...apart)));
}

function moveMarks() {
  const x = acrossAt(MOMENTS[now.moment].day);
  for (const mark of marks) {
    mark.setAttribute("x1", x);
    mark.setAttribute("x2", x);
  }
  for (const line of document.querySelectorAll("#charts polyline")) {
    line.classList.toggle("faint", now.arm !== null && Number(line.dataset.arm) !== now.arm);
  }
}

// The reading of a course at the last output no later than a day, and the day of that output.
function courseAt(panel, arm, day) {
  const days = head.courses.days, place = Math.max(days.findLastIndex((one) => one <= day + 1e-6), 0);
  return { count: head.courses.panels[panel].values[arm][0][place], day: days[place] };
}
