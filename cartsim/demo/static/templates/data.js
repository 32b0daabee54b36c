// The grid: unpacked once, read at any setting. Between grid points it is interpolated, on them it is exact.
async function unpack(meta) {
  const { point, arm, row, time, level, plane } = meta.shape, people = meta.patients;
  const text = atob(document.getElementById("packed").textContent.trim());
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const all = new Uint8Array(await new Response(stream).arrayBuffer());
  const lengths = [point * arm * row * time, point * arm * level * time];
  let at = 0;
  const [codes, crs] = lengths.map(length => {
    const low = all.subarray(at, at + length), high = all.subarray(at + length, at + 2 * length);
    at += 2 * length;
    return summed(low, high, time);
  });
  const table = numbersOfCodes(meta.code);
  return { codes, crs, people: all.subarray(at, at + point * arm * plane * people), table };
}

function summed(low, high, time) {
  const values = new Uint16Array(low.length);
  for (let i = 0; i < low.length; i++) {
    const step = low[i] | (high[i] << 8);
    values[i] = i % time ? values[i - 1] + step : step;
  }
  return values;
}

function numbersOfCodes({ mantissas, lowest, missing }) {
  const table = new Float64Array(65536);
  for (let code = 1; code < missing; code++) {
    const exponent = Math.floor((code - 1) / mantissas) + lowest;
    table[code] = Number(`${(code - 1) % mantissas + 100}e${exponent - 2}`);
  }
  table[missing] = NaN;
  return table;
}

// Grid points around a setting with their weights; a setting is a place on each axis, whole on a grid point.
function corners(meta, setting) {
  let found = [{ index: 0, weight: 1 }];
  meta.axes.forEach((axis, k) => {
    const size = axis.written.length, below = Math.min(Math.floor(setting[k]), size - 1), share = setting[k] - below;
    found = found.flatMap(({ index, weight }) => share > 0
      ? [{ index: index * size + below, weight: weight * (1 - share) },
         { index: index * size + below + 1, weight: weight * share }]
      : [{ index: index * size + below, weight }]);
  });
  return found;
}

function isExact(setting) { return setting.every(Number.isInteger); }

function mixed(values, weights, logarithmic) {
  if (values.length === 1) return values[0];
  if (values.some(Number.isNaN)) return NaN;
  if (logarithmic && values.every(value => value > 0))
    return Math.exp(values.reduce((sum, value, k) => sum + weights[k] * Math.log(value), 0));
  return values.reduce((sum, value, k) => sum + weights[k] * value, 0);
}

// Everything the page shows at a setting: rows[arm]["blood"].median[time], crs[arm][level][time], ends.
function readSetting(meta, data, setting) {
  const { arm: arms, row: rows, time: times, level: levels } = meta.shape;
  const around = corners(meta, setting), weights = around.map(corner => corner.weight);
  const scales = Object.fromEntries(meta.series.map(series => [series.name, series.scale]));
  const names = { 0.25: "low", 0.5: "median", 0.75: "high" };
  const series = [], crs = [];
  for (let arm = 0; arm < arms; arm++) {
    const here = {};
    meta.rows.forEach(([name, quantile], row) => {
      const line = new Float64Array(times);
      for (let t = 0; t < times; t++) {
        const values = around.map(({ index }) => data.table[data.codes[((index * arms + arm) * rows + row) * times + t]]);
        line[t] = mixed(values, weights, scales[name] === "log");
      }
      (here[name] ??= {})[names[quantile]] = line;
    });
    series.push(here);
    crs.push(Array.from({ length: levels }, (_, level) => Float64Array.from({ length: times }, (_, t) =>
      mixed(around.map(({ index }) => data.crs[((index * arms + arm) * levels + level) * times + t]), weights, false))));
  }
  return { series, crs: crs.map(counts => counts.slice(0, -1)), died: crs.map(counts => counts.at(-1)), ends: endsAt(meta, data, around, weights), people: peopleAt(meta, data, nearest(meta, setting)) };
}

function nearest(meta, setting) {
  return corners(meta, setting.map(Math.round))[0].index;
}

// Of one grid point, patients by arm: best response code, flags, worst CRS grade.
function peopleAt(meta, data, index) {
  const n = meta.patients, { arm: arms, plane: planes } = meta.shape;
  const at = (arm, plane) => data.people.subarray(((index * arms + arm) * planes + plane) * n, ((index * arms + arm) * planes + plane + 1) * n);
  return Array.from({ length: arms }, (_, arm) => ({ best: at(arm, 0), flags: at(arm, 1), crs: at(arm, 2), sets: at(arm, 3) }));
}

const COUNTED = {
  visit0: (p, i) => p.flags[i] & 1, visit1: (p, i) => p.flags[i] & 2, visit2: (p, i) => p.flags[i] & 4,
  primary: (p, i) => p.flags[i] & 8, dlt: (p, i) => p.flags[i] & 16, icans3: (p, i) => p.flags[i] & 32,
  crs1: (p, i) => p.crs[i] >= 1, crs2: (p, i) => p.crs[i] >= 2, crs3: (p, i) => p.crs[i] >= 3,
};
// Among whom: a bit of the sets of every patient. A failed solve is in none of them.
const ENROLLED = 1, PRIMARY = 2, EVALUABLE = 4, INFUSED = 8;
const AMONG = { visit0: ENROLLED, visit1: ENROLLED, visit2: ENROLLED, primary: PRIMARY, dlt: EVALUABLE, icans3: INFUSED, crs1: INFUSED, crs2: INFUSED, crs3: INFUSED, all: ENROLLED };

function countsAt(people, n) {
  const count = test => { let sum = 0; for (let i = 0; i < n; i++) if (test(i)) sum++; return sum; };
  const each = people.map(p => Object.fromEntries(Object.entries(COUNTED).map(([name, test]) => [name, count(i => p.sets[i] & AMONG[name] && test(p, i))])));
  const of = people.map(p => Object.fromEntries(Object.entries(AMONG).map(([name, set]) => [name, count(i => p.sets[i] & set)])));
  const first = i => people[0].flags[i] & 8, second = i => people[1].flags[i] & 8, among = i => people[0].sets[i] & people[1].sets[i] & PRIMARY;
  const four = (one, two) => count(i => among(i) && !first(i) === !one && !second(i) === !two);
  return { each, of, pair: { both: four(true, true), first: four(true, false), second: four(false, true), neither: four(false, false) } };
}

function endsAt(meta, data, around, weights) {
  const found = around.map(({ index }) => countsAt(peopleAt(meta, data, index), meta.patients));
  const mean = pick => Object.fromEntries(Object.keys(pick(found[0])).map(name => [name, mixed(found.map(f => pick(f)[name]), weights, false)]));
  return { each: [0, 1].map(arm => mean(f => f.each[arm])), of: [0, 1].map(arm => mean(f => f.of[arm])), pair: mean(f => f.pair), failed: around.reduce((sum, { index }) => sum + meta.failed[index], 0), courses: around.length * meta.shape.arm * meta.patients };
}
