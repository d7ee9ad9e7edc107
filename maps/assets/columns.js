/* Many exercises: columns of whole numbers instead of objects; chosen by filters, and grouped by cells of the screen.
   Only pages with more than 500 exercises hold this script. */
dezone.columns = function (bytes, page) {
  "use strict";

  const { scene, VERDICTS, say } = page;
  const { parties } = scene;
  const KINDS = ["point", "line", "polygon", "named_area", "unknown"];
  const [NAMED_AREA, UNKNOWN] = [3, 4];

  // ------------------------------------------------------------------ reading the columns

  let at = 0;
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    length |= (bytes[at] & 127) << shift;
    if (bytes[at++] < 128) break;
  }
  length >>>= 1; // the sign, which a length does not need
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(at, at + length)));
  at += length;
  // A column is read when it is first asked for: the map needs few of them.
  const column = {};
  const later = (name, read) => Object.defineProperty(column, name, {
    configurable: true,
    get: () => Object.defineProperty(column, name, { value: read() })[name],
  });
  for (const [name, count, width, least, steps] of head.columns) {
    const from = at;
    later(name, () => {
      if (width === 1 && !least && !steps) return bytes.subarray(from, from + count);
      const [b0, b1, b2, b3] = [0, 1, 2, 3].map((byte) => (byte < width ? bytes.subarray(from + byte * count, from + (byte + 1) * count) : new Uint8Array(count)));
      const values = new Int32Array(count);
      let before = 0;
      for (let i = 0; i < count; i += 1) {
        const value = before + least + (b0[i] | (b1[i] << 8) | (b2[i] << 16) | (b3[i] << 24));
        values[i] = value;
        if (steps) before = value;
      }
      return values;
    });
    at += width * count;
  }
  const runningSum = (counts, from) => {
    const sums = new Int32Array(counts.length + 1).fill(from);
    for (let i = 0; i < counts.length; i += 1) sums[i + 1] = sums[i] + counts[i];
    return sums;
  };
  const { texts } = head;
  const { x, y, kind, places, verdict } = column;
  const total = verdict.length;
  const kindOf = (place) => kind[place] % KINDS.length; // those from KINDS.length on are no part of the verdict
  const first = runningSum(places, 0); // the first place of each event
  later("first_line", () => runningSum(column.lines, head.first_line));
  const placeVerdict = new Uint8Array(column.place_verdict);
  // Mercator, the whole world as 1
  const mx = new Float64Array(x.length);
  const my = new Float64Array(x.length);
  for (let event = 0; event < total; event += 1) {
    for (let place = first[event]; place < first[event + 1]; place += 1) {
      placeVerdict[place] ^= verdict[event];
      mx[place] = x[place] / 3.6e6 + 0.5;
      my[place] = dezone.northing(y[place] / 1e4);
    }
  }

  const dates = (event) => [texts.dates[column.start[event]], texts.dates[column.start[event] + column.days[event]]];

  function placeAt(place) {
    const [name, role, named, surface, extent] = texts.place[column.place[place]];
    const known = KINDS[kindOf(place)];
    return {
      name, role, named, surface, extent, kind: known, verdict: VERDICTS[placeVerdict[place]], aside: kind[place] >= KINDS.length,
      at: known === "unknown" ? null : [x[place] / 1e4, y[place] / 1e4],
      lines: [column.first_line[place], column.lines[place]], radius_km: column.radius[place] / 1000,
      area: texts.area[column.area[place]],
    };
  }

  function idOf(event) {
    const [stem, digits] = texts.id[column.id[event]];
    return stem + (digits ? String(column.id_number[event]).padStart(digits, "0") : "");
  }
  const partyNames = (codes) => codes.map((code) => (Object.hasOwn(parties, code) ? parties[code] : code));

  function dateWords(start, end) {
    if (!start && !end) return say("undated");
    return !end || start === end ? start : (start || "?") + " – " + end;
  }

  function eventAt(event) {
    const [start, end] = dates(event);
    return {
      id: idOf(event),
      name: texts.name[column.name[event]], start, end, dates: dateWords(start, end),
      parties: partyNames(texts.parties[column.parties[event]]),
      kinds: texts.kinds[column.kinds[event]], verdict: VERDICTS[verdict[event]],
      readings: Object.fromEntries(texts.readings[column.readings[event]]),
      location: texts.location[column.location[event]], verification: texts.verification[column.verification[event]],
      sources: texts.sources[column.sources[event]],
      places: Array.from({ length: places[event] }, (_, index) => placeAt(first[event] + index)),
    };
  }

  function indexOfId(id) {
    const digits = /[0-9]{0,9}$/.exec(id)[0];
    const stem = texts.id.findIndex(([text, count]) => text + digits === id && count === digits.length);
    if (stem < 0) return -1;
    const number = Number(digits || 0);
    for (let event = 0; event < total; event += 1) if (column.id[event] === stem && column.id_number[event] === number) return event;
    return -1;
  }

  // ------------------------------------------------------------------ choosing by text, party, kind, verdict, period

  function everyEvent() {
    const all = new Array(total);
    for (let event = 0; event < total; event += 1) all[event] = event;
    return all;
  }

  /** Each list of texts is short, so it is asked once for each of its entries, not for each event. */
  function select({ verdicts, party, kind: wanted, words, from, to, month, anyTime }) {
    if (verdicts.size === VERDICTS.length && !party && !wanted && !words.length && anyTime) return everyEvent();
    const ok = {
      verdict: VERDICTS.map((one) => verdicts.has(one)),
      parties: texts.parties.map((codes) => !party || partyNames(codes).includes(party)),
      kinds: texts.kinds.map((kinds) => !wanted || kinds.includes(wanted)),
      first: texts.dates.map((date) => month(date, false)),
      last: texts.dates.map((date) => month(date, true)),
    };
    const hays = { name: texts.name, location: texts.location, kinds: texts.kinds, parties: texts.parties.map((codes) => [codes, partyNames(codes)]), dates: texts.dates };
    const found = words.map((word) => ({
      word,
      ...Object.fromEntries(Object.entries(hays).map(([name, list]) => [name, list.map((entry) => [entry].flat(2).join(" ").toLowerCase().includes(word))])),
    }));
    const shown = [];
    for (let event = 0; event < total; event += 1) {
      if (!ok.verdict[verdict[event]] || !ok.parties[column.parties[event]] || !ok.kinds[column.kinds[event]]) continue;
      const start = column.start[event];
      const end = start + column.days[event];
      const begins = ok.first[start] ?? ok.first[end];
      const ends = ok.last[end] ?? ok.last[start];
      if (begins !== null && (begins > to || ends < from)) continue;
      if (!found.every((one) => one.name[column.name[event]] || one.location[column.location[event]]
        || one.kinds[column.kinds[event]] || one.parties[column.parties[event]] || one.dates[start] || one.dates[end]
        || idOf(event).toLowerCase().includes(one.word))) continue;
      shown.push(event);
    }
    return shown;
  }

  // ------------------------------------------------------------------ groups on a grid

  const CELL = 46;
  const radiusOf = (count) => Math.min(10 + 3 * Math.log10(count), 19); // which leaves room for a name between two rows

  /** Group what is shown by cells of the screen; places known by an area's name form a group for each area. */
  function group(shown, scale, left, top, width, height) {
    const columns = Math.ceil(width / CELL) + 2;
    const rows = Math.ceil(height / CELL) + 2;
    const [cellLeft, cellTop] = [Math.floor(left / CELL), Math.floor(top / CELL)];
    const counts = new Int32Array(columns * rows * 4);
    const sums = new Float64Array(columns * rows * 2);
    const members = new Int32Array(columns * rows).fill(-1);
    const areas = new Map();
    const cellOf = (place) => {
      const px = mx[place] * scale;
      const py = my[place] * scale;
      const cx = Math.floor(px / CELL) - cellLeft;
      const cy = Math.floor(py / CELL) - cellTop;
      return cx < 0 || cy < 0 || cx >= columns || cy >= rows ? -1 : cy * columns + cx;
    };
    for (const event of shown) {
      for (let place = first[event]; place < first[event + 1]; place += 1) {
        const what = kindOf(place);
        if (what === UNKNOWN) continue;
        if (what === NAMED_AREA) {
          const key = column.area[place];
          if (!areas.has(key)) areas.set(key, { somewhere: true, area: texts.area[key], x: mx[place] * scale - left, y: my[place] * scale - top, counts: [0, 0, 0, 0], count: 0, place });
          const found = areas.get(key);
          found.counts[placeVerdict[place]] += 1;
          found.count += 1;
          continue;
        }
        const cell = cellOf(place);
        if (cell < 0) continue;
        counts[cell * 4 + placeVerdict[place]] += 1;
        sums[cell * 2] += mx[place];
        sums[cell * 2 + 1] += my[place];
        members[cell] = place;
      }
    }
    const groups = [];
    for (let cell = 0; cell < members.length; cell += 1) {
      if (members[cell] < 0) continue;
      const four = [...counts.subarray(cell * 4, cell * 4 + 4)];
      const count = four.reduce((sum, one) => sum + one, 0);
      const reach = count === 1 ? 8 : radiusOf(count);
      // The middle of its members, moved so that the circle stays in its cell: circles never meet.
      const low = [(cellLeft + (cell % columns)) * CELL, (cellTop + Math.floor(cell / columns)) * CELL];
      const keep = (value, from) => Math.min(Math.max(value, from + reach + 1), from + CELL - reach - 1);
      groups.push({
        somewhere: false, cell, cellOf, counts: four, count, place: members[cell], reach,
        x: (count === 1 ? (sums[cell * 2] * scale) : keep((sums[cell * 2] / count) * scale, low[0])) - left,
        y: (count === 1 ? (sums[cell * 2 + 1] * scale) : keep((sums[cell * 2 + 1] / count) * scale, low[1])) - top,
      });
    }
    for (const found of areas.values()) groups.push({ ...found, reach: radiusOf(found.count) + 5 });
    return groups;
  }

  /** The events of a group, in the order in which they are shown. */
  function eventsOf(one, shown) {
    const found = [];
    for (const event of shown) {
      for (let place = first[event]; place < first[event + 1]; place += 1) {
        const what = kindOf(place);
        if (one.somewhere ? what === NAMED_AREA && texts.area[column.area[place]] === one.area : what < NAMED_AREA && one.cellOf(place) === one.cell) {
          found.push(event);
          break;
        }
      }
    }
    return found;
  }

  return { CELL, radiusOf, length: total, eventAt, indexOfId, select, group, eventsOf, dates: texts.dates, kinds: texts.kinds.flat(), parties: partyNames(texts.parties.flat()) };
};
