// The cell, or the place on the cut, under a point of the canvas.

function frameAt(x, y) {
  const box = canvas.getBoundingClientRect();
  return frames(box.width, box.height).find((f) => x >= f.x && x < f.x + f.w && y >= f.y && y < f.y + f.h);
}

// Point of the view plane (um, to the right and up of the middle) under a point of the canvas.
function seenAt(frame, x, y) {
  const { across, up } = now.camera;
  return [(x - frame.x - frame.w / 2) / frame.scale + across, (frame.y + frame.h / 2 - y) / frame.scale + up];
}

function pick(x, y) {
  const frame = frameAt(x, y);
  if (!frame) return null;
  const [u, v] = seenAt(frame, x, y), { right, up, toward } = axes(), cut = plane();
  const tilt = dot(cut.normal, toward);
  const ray = add(middle, add(times(right, u), times(up, v)));
  const onCut = now.cut.open && tilt > 1e-3 ? (cut.at - dot(cut.normal, ray)) / tilt : Infinity;
  const sheet = fieldShown() ? onCut : -Infinity;
  const sizes = STATES.map(sizeOf), { start: first, drawn } = snapshotOf(frame.arm, now.moment);
  let best = -1, nearest = -Infinity;
  for (let place = first; place < first + drawn; place++) {
    const apart = [value("x", place) - middle[0], value("y", place) - middle[1], value("z", place) - middle[2]];
    const away = Math.hypot(dot(apart, right) - u, dot(apart, up) - v);
    const radius = value("radius", place) * sizes[columns.state[place]];
    if (away >= radius) continue;
    const half = Math.sqrt(radius * radius - away * away), deep = dot(apart, toward);
    const side = dot(cut.normal, add(apart, middle)) - cut.at, whole_ = isWhole(columns.state[place], side);
    const front = whole_ ? deep + half + Math.max(head.slab - side, 0) : Math.min(deep + half, onCut);
    if (front > deep - half && front > nearest) [best, nearest] = [place, front];
  }
  const point = add(ray, times(toward, Math.max(nearest, sheet)));
  if (best >= 0 && nearest >= sheet - 0.1) return { arm: frame.arm, cell: cellAt(frame.arm, now.moment, best - first), point };
  return sheet > -Infinity && sheet < Infinity && fieldAt(now.field, frame.arm, now.moment, point) !== null
    ? { arm: frame.arm, point } : null;
}

// Whether a CAR-T cell is drawn whole before or beside the cut.
function isWhole(state, side) {
  if (!now.cut.open || !STATES[state].t_cell) return false;
  return Math.abs(side) < head.slab || (now.cut.keepT && side > 0);
}

// What stands under the pointer, in words.
function told({ arm, cell, point }) {
  const lines = [], place = cell ? [cell.x, cell.y, cell.z] : point;
  if (cell) {
    lines.push(capital(cell.state.words));
    if (!cell.state.t_cell) lines.push(levels(cell));
    lines.push(`radius ${figures(cell.radius)} µm, at ${place.map((x) => x.toFixed(1)).join(", ")} µm`);
  }
  for (const field of FIELDS) {
    const level = fieldAt(field.name, arm, now.moment, place);
    if (level !== null) lines.push(`${capital(field.words)} ${figures(level)} ${field.unit}`);
  }
  return lines;
}

function levels(cell) {
  if (head.dish) return `antigen ${figures(cell.her2)} (relative)`;
  return `HER2 ${figures(cell.her2)}, PD-L1 ${figures(cell.pdl1)} molecules`;
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);

function showTip(event) {
  const tip = found("tip"), box = canvas.getBoundingClientRect();
  const x = event.clientX - box.left, y = event.clientY - box.top;
  const hit = pick(x, y);
  tip.hidden = !hit;
  if (!hit) return;
  tip.replaceChildren(...told(hit).map((line) => Object.assign(document.createElement("span"), { textContent: line })));
  tip.style.left = `${Math.max(4, Math.min(x + 14, box.width - tip.offsetWidth - 4))}px`;
  tip.style.top = `${Math.max(4, Math.min(y + 14, box.height - tip.offsetHeight - 4))}px`;
}
