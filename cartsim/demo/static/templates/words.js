// Numbers and days as people say them; three digits, as the grid holds them.
const WORDS = [[1e12, "trillion"], [1e9, "billion"], [1e6, "million"]];

function three(value) { return Number(Number(value).toPrecision(3)); }

function say(value) {
  if (Number.isNaN(value)) return "–";
  const number = three(value);
  if (number >= 1e15) return inPowers(number);
  for (const [size, word] of WORDS) if (number >= size) return `${three(number / size)} ${word}`;
  if (number >= 10000) return String(number).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  if (number > 0 && number < 0.001) return "under 0.001";
  return String(number).replace("-", "−");
}

// A value that is set, however small it is.
function exactly(value) {
  const number = three(value);
  return number === 0 || Math.abs(number) >= 0.001 ? say(value) : inPowers(number);
}

function inPowers(number) {
  const [digits, power] = number.toExponential().split("e");
  return `${digits} × 10${[...power.replace("+", "")].map(digit => digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("")}`;
}

function scientific(value) {
  const exponent = Math.floor(Math.log10(value) + 1e-9), sign = exponent < 0 ? "⁻" : "";
  const digits = [...String(Math.abs(exponent))].map(digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("");
  return exponent >= 0 && exponent <= 2 ? String(10 ** exponent) : exponent === -1 ? "0.1" : `10${sign}${digits}`;
}

function dayWords(time) {
  if (time < 1) return time === 0 ? "the moment of infusion" : `${three(time * 24)} hours`;
  return `day ${three(time)}`;
}

// A place on an axis as a value: on a mark the value itself, between marks on the way in the logarithm.
function valueAt(axis, place) {
  if (!axis.values.length) return NaN;
  const below = Math.min(Math.floor(place), axis.values.length - 1), share = place - below;
  if (!share) return axis.values[below];
  const [low, high] = [axis.values[below], axis.values[below + 1]];
  return low > 0 ? low * (high / low) ** share : low + share * (high - low);
}

function settingWords(axis, place) {
  if (axis.names.length) return axis.names[Math.round(place)];
  const near = Object.entries(axis.marks).find(([, value]) => Math.abs(Math.log(valueAt(axis, place) / value)) < 0.05);
  return `${exactly(valueAt(axis, place))} ${axis.unit}${near ? ` (${near[0]})` : ""}`;
}

function compared(first, second) {
  const ratio = second / first;
  if (!(first > 0) || !(second > 0) || !Number.isFinite(ratio) || !Number.isFinite(1 / ratio)) return "";
  if (ratio >= 1.1) return `, ${say(two(ratio))} times as many`;
  if (ratio <= 1 / 1.1) return `, ${say(two(1 / ratio))} times fewer`;
  return ", about as many";
}

function two(value) { return Number(value.toPrecision(2)); }

// Exact limits of a share, Clopper and Pearson: where the tail of the binomial is 2.5 %.
const TAIL = 0.025, EXACT = new Map();
function clopperPearson(x, n) {
  const key = `${x}/${n}`;
  if (!EXACT.has(key)) EXACT.set(key, [x === 0 ? 0 : root(p => atLeast(x, n, p) - TAIL), x === n ? 1 : root(p => TAIL - 1 + atLeast(x + 1, n, p))]);
  return EXACT.get(key);
}

function atLeast(x, n, p) {
  let log = n * Math.log1p(-p), sum = 0;
  for (let k = 0; k <= n; k++) {
    if (k >= x) sum += Math.exp(log);
    log += Math.log((n - k) / (k + 1)) + Math.log(p / (1 - p));
  }
  return sum;
}

function root(rising) {
  let low = 0, high = 1;
  for (let k = 0; k < 40; k++) { const middle = (low + high) / 2; if (rising(middle) > 0) high = middle; else low = middle; }
  return (low + high) / 2;
}

// Between marks both numbers are interpolated: the limits then too, for the nearest number of patients.
function limitsOf(count, of) {
  const n = round(of), at = Math.min(count, n), share = at - Math.floor(at);
  const [below, above] = [clopperPearson(Math.floor(at), n), clopperPearson(Math.ceil(at), n)];
  return [0, 1].map(end => Math.round(100 * (below[end] + share * (above[end] - below[end]))));
}

// "12 of 98", and the same of one or both sides.
function ofAll(count, of) { return `${round(count)} of ${round(of)}`; }

function sides(shown, each) {
  return shown.map(arm => shown.length > 1 ? `${each(arm)} (${meta.arms[arm].name})` : each(arm)).join(" and ");
}

function allKnown(numbers) { return numbers.every(Number.isFinite); }

// What is seen of the sides shown at one moment; what has no value is not spoken of.
function atMoment(meta, found, t, shown) {
  const day = dayWords(meta.times[t]), parts = [`${day[0].toUpperCase()}${day.slice(1)}.`];
  if (meta.times[t] === 0) parts.push(shown.length > 1 ? meta.start : "The cells go in.");
  else parts.push(...cellsWords(found, t, shown), ...eventWords(found, t, shown));
  const { each, of, pair } = found.ends;
  if (shown.every(arm => of[arm].primary > 0)) {
    const both = shown.length > 1 && round(of[0].primary) === round(of[1].primary) ? `, ${round(pair.both)} of them under both` : "";
    parts.push(`${meta.primary}: ${sides(shown, arm => ofAll(each[arm].primary, of[arm].primary))} patients${both}.`);
  }
  return parts.join(" ");
}

function cellsWords(found, t, shown) {
  const at = name => shown.map(arm => found.series[arm][name].median[t]), parts = [];
  const [cells, size, blood] = [at("tumour"), at("size"), at("blood")];
  const side = values => sides(shown, arm => say(values[shown.indexOf(arm)]));
  if (allKnown(cells)) parts.push(`CAR-T cells in the tumour, median: ${side(cells)}${shown.length > 1 ? compared(...cells) : ""}.`);
  if (allKnown(size)) parts.push(`The tumour measures ${sides(shown, arm => `${say(size[shown.indexOf(arm)])} %`)} of its start.`);
  if (allKnown(blood)) parts.push(`Blood holds ${side(blood)} CAR-T cells per µL.`);
  const fold = shown.map(arm => found.series[arm].pdl1.median[t] / found.series[arm].pdl1.median[0]);
  if (allKnown(fold) && Math.max(...fold) > 1.5) parts.push(`PD-L1 on tumour cells stands at ${sides(shown, arm => say(two(fold[shown.indexOf(arm)])))} times its start.`);
  return parts;
}

function eventWords(found, t, shown) {
  const parts = [], of = found.ends.of, number = values => sides(shown, arm => ofAll(values(arm), of[arm].all));
  if (Math.max(...shown.map(arm => found.crs[arm][0][t])) >= 0.5) parts.push(`CRS at this moment: ${number(arm => found.crs[arm][0][t])}.`);
  if (Math.max(...shown.map(arm => found.died[arm][t])) >= 0.5) parts.push(`Dead by now: ${number(arm => found.died[arm][t])}; medians go on as if they lived.`);
  return parts;
}

function round(count) { return Math.round(count); }
