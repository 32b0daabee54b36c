// What is written over the cells: names of the arms, a bar of length, axes, the scale of colours. The same on
// the page, on saved pictures and in films.

const LENGTHS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];
const LETTERS = "ABCDEFGH";

function ink() {
  const style = getComputedStyle(document.documentElement);
  return { strong: style.getPropertyValue("--ink").trim(), quiet: style.getPropertyValue("--quiet").trim() };
}

function font(pixels, bold = false) {
  return `${bold ? "600 " : ""}${pixels}px -apple-system, "Segoe UI", Inter, Roboto, Arial, "Liberation Sans", sans-serif`;
}

function annotate(pen, width, height) {
  const { strong, quiet } = ink();
  pen.textBaseline = "alphabetic";
  frames(width, height).forEach((frame, i) => {
    nameOf(pen, frame, strong);
    pen.strokeStyle = quiet;
    pen.globalAlpha = 0.25;
    pen.lineWidth = 1;
    pen.strokeRect(frame.x + 0.5, frame.y + 0.5, frame.w - 1, frame.h - 1);
    pen.globalAlpha = 1;
    if (i === 0) lengthBar(pen, frame, strong);
    if (i === shownArms().length - 1) directions(pen, frame, quiet);
  });
}

function nameOf(pen, frame, colour) {
  const { name } = ARMS[frame.arm], size = frame.w < 230 ? 11 : 14;
  pen.fillStyle = armColour(frame.arm);
  pen.beginPath();
  pen.arc(frame.x + 16, frame.y + 17, 9, 0, 7);
  pen.fill();
  pen.font = font(11, true);
  pen.textAlign = "center";
  pen.fillStyle = onArm(frame.arm);
  pen.fillText(LETTERS[frame.arm], frame.x + 16, frame.y + 21);
  pen.textAlign = "left";
  pen.fillStyle = colour;
  pen.font = font(size, true);
  haloed(pen, shortened(pen, name, frame.w - 38), frame.x + 31, frame.y + 22);
}

// Text that is read over cells too.
function haloed(pen, text, x, y) {
  pen.strokeStyle = stageColour();
  pen.lineWidth = 3;
  pen.lineJoin = "round";
  pen.strokeText(text, x, y);
  pen.fillText(text, x, y);
}

const stageColour = () => getComputedStyle(document.documentElement).getPropertyValue("--stage").trim();

function shortened(pen, text, room) {
  let kept = text;
  while (kept.length > 3 && pen.measureText(kept === text ? kept : `${kept}…`).width > room) kept = kept.slice(0, -1);
  return kept === text ? text : `${kept.trimEnd()}…`;
}

function lengthBar(pen, frame, colour) {
  const length = LENGTHS.filter((one) => one * frame.scale < 0.35 * frame.w).pop() ?? LENGTHS[0];
  const x = frame.x + 10, y = frame.y + frame.h - 10;
  pen.fillStyle = colour;
  pen.fillRect(x, y - 3, length * frame.scale, 3);
  pen.font = font(11);
  haloed(pen, `${length} µm`, x, y - 8);
}

function directions(pen, frame, colour) {
  const { right, up } = axes(), long = 18, x = frame.x + frame.w - 30, y = frame.y + frame.h - 28;
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineWidth = 1.2;
  pen.font = font(10);
  pen.textAlign = "center";
  ["x", "y", "z"].forEach((name, i) => {
    const [dx, dy] = [right[i] * long, -up[i] * long];
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x + dx, y + dy);
    pen.stroke();
    if (Math.hypot(dx, dy) > 5) pen.fillText(name, x + 1.45 * dx, y + 1.45 * dy + 3.5);
  });
  pen.textAlign = "left";
}

// A picture with everything that a reader needs who sees nothing else: for saved pictures and films.
const HEADER = 40, FOOTER = 58;

function compose(pen, width, height) {
  const style = getComputedStyle(document.documentElement), { strong, quiet } = ink();
  pen.fillStyle = style.getPropertyValue("--card").trim();
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = strong;
  pen.textAlign = "right";
  pen.font = font(18, true);
  const day = capital(MOMENTS[now.moment].words), room = width - pen.measureText(day).width - 40;
  pen.fillText(day, width - 12, 27);
  pen.textAlign = "left";
  pen.font = font(15, true);
  pen.fillText(shortened(pen, head.title, room), 12, 26);
  fit();
  draw();
  pen.drawImage(canvas, 0, HEADER, width, height - HEADER - FOOTER);
  pen.save();
  pen.translate(0, HEADER);
  annotate(pen, width, height - HEADER - FOOTER);
  pen.restore();
  footer(pen, width, height, strong, quiet);
}

function footer(pen, width, height, strong, quiet) {
  let x = 12, y = height - FOOTER + 18;
  pen.font = font(11.5);
  for (const state of STATES.filter(occurs)) {
    const long = pen.measureText(state.words).width + 30;
    if (x + long > width && x > 12) [x, y] = [12, y + 16];
    pen.fillStyle = state.colour;
    pen.strokeStyle = quiet;
    pen.beginPath();
    pen.arc(x + 5, y - 4, state.t_cell ? 4 : 5.5, 0, 7);
    pen.fill();
    pen.stroke();
    pen.fillStyle = strong;
    pen.fillText(state.words, x + 14, y);
    x += long;
  }
  pen.fillStyle = quiet;
  const field = fieldShown(), { low, high } = field ? head.arrays[field.name] : {};
  const scale = field ? ` · on the cut: ${field.words}, ${figures(low)} (dark) to ${figures(high)} (light) ${field.unit}` : "";
  pen.fillText(shortened(pen, `SIMULATED, no real tissue · cartsim${scale}`, width - 24), 12, height - 8);
}

const occurs = (state) => head.snapshots.some((row) => row.some((one) => one.counts[STATES.indexOf(state)] > 0));
