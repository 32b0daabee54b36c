"use strict";
// The numbers of the run: unpacked from the page, nothing fetched.

const found = (id) => document.getElementById(id);
const head = JSON.parse(found("table").textContent);
const STATES = head.states, ARMS = head.arms, MOMENTS = head.moments, FIELDS = head.fields;
const columns = {};

async function unpack() {
  const bytes = fromBase64(found("numbers").textContent.trim());
  found("numbers").textContent = "";
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const whole = new Uint8Array(await new Response(stream).arrayBuffer());
  for (const [name, about] of Object.entries(head.arrays)) {
    const part = whole.subarray(about.offset, about.offset + (about.count * about.bits) / 8);
    columns[name] = about.bits === 8 ? part : summed(part, about.count);
  }
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

// Differences, low bytes first and then high bytes, as `packing.py` writes them.
function summed(bytes, count) {
  const steps = new Uint16Array(count);
  for (let i = 0, sum = 0; i < count; i++) {
    sum = (sum + bytes[i] + 256 * bytes[count + i]) & 65535;
    steps[i] = sum;
  }
  return steps;
}

// The number that a place of an array stands for, in its unit.
function value(name, place) {
  const { low, high, log } = head.arrays[name];
  const level = low + ((high - low) * columns[name][place]) / 65535;
  return log ? Math.expm1(level) : level;
}

// Where a number stands between the least (0) and the greatest (1) of an array.
function share(name, number) {
  const { low, high, log } = head.arrays[name];
  return ((log ? Math.log1p(number) : number) - low) / (high - low || 1);
}

const snapshotOf = (arm, moment) => head.snapshots[arm][moment];

// One cell of a snapshot, as the run file has it.
function cellAt(arm, moment, number) {
  const place = snapshotOf(arm, moment).start + number;
  const cell = { state: STATES[columns.state[place]] };
  for (const name of ["x", "y", "z", "radius", "her2", "pdl1"]) cell[name] = value(name, place);
  return cell;
}

// A field in the voxel that holds a point; null beyond the domain.
function fieldAt(name, arm, moment, point) {
  const { counts, origin, spacing } = head.grid;
  const voxel = point.map((x, i) => Math.floor((x - origin[i]) / spacing[i]));
  if (voxel.some((v, i) => v < 0 || v >= counts[i])) return null;
  const [nx, ny, nz] = counts;
  const before = (arm * MOMENTS.length + moment) * nx * ny * nz;
  return value(name, before + (voxel[2] * ny + voxel[1]) * nx + voxel[0]);
}

// A field of a snapshot in 256 steps, for the picture.
function fieldBytes(name, arm, moment) {
  const size = head.grid.counts.reduce((a, b) => a * b);
  const start = (arm * MOMENTS.length + moment) * size;
  return Uint8Array.from(columns[name].subarray(start, start + size), (step) => step >> 8);
}

// A count, with thin spaces between thousands, as the report writes it.
function whole(number) {
  return Math.round(number).toString().replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

// Three significant figures.
function figures(number) {
  if (Math.abs(number) >= 1000) return whole(Number(number.toPrecision(3)));
  return String(Number(number.toPrecision(3)));
}
