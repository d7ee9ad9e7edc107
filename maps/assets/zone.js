/* Where a place lies and how far the limit is, from the edges of the regions as they are (not as they are
   drawn). The answers are those of `dezone check`: tests compare them on thousands of places. Nothing here
   touches the page. Longitude and latitude in degrees, WGS 84; kilometres. */
dezone.makeZone = (function () {
  "use strict";

  // ------------------------------------------------------------------ geometry on the ellipsoid

  const A_KM = 6378.137;
  const FLATTENING = 1 / 298.257223563;
  const E2 = FLATTENING * (2 - FLATTENING);
  const radians = (value) => (value * Math.PI) / 180;

  function cartesian(lon, lat) {
    const sine = Math.sin(radians(lat));
    const cosine = Math.cos(radians(lat));
    const normal = A_KM / Math.sqrt(1 - E2 * sine * sine);
    return [normal * cosine * Math.cos(radians(lon)), normal * cosine * Math.sin(radians(lon)), normal * (1 - E2) * sine];
  }

  /** Length of the geodesic: T. Vincenty, Survey Review 23 (1975), right to a millimetre but for near antipodes. */
  function geodesicKm(lon1, lat1, lon2, lat2) {
    const b = A_KM * (1 - FLATTENING);
    const u1 = Math.atan((1 - FLATTENING) * Math.tan(radians(lat1)));
    const u2 = Math.atan((1 - FLATTENING) * Math.tan(radians(lat2)));
    const span = radians(lon2 - lon1);
    let lambda = span;
    for (let turn = 0; turn < 100; turn += 1) {
      const sigmaSine = Math.hypot(
        Math.cos(u2) * Math.sin(lambda),
        Math.cos(u1) * Math.sin(u2) - Math.sin(u1) * Math.cos(u2) * Math.cos(lambda)
      );
      if (sigmaSine === 0) return 0;
      const sigmaCosine = Math.sin(u1) * Math.sin(u2) + Math.cos(u1) * Math.cos(u2) * Math.cos(lambda);
      const sigma = Math.atan2(sigmaSine, sigmaCosine);
      const alphaSine = (Math.cos(u1) * Math.cos(u2) * Math.sin(lambda)) / sigmaSine;
      const alpha2 = 1 - alphaSine * alphaSine;
      const middle = alpha2 === 0 ? 0 : sigmaCosine - (2 * Math.sin(u1) * Math.sin(u2)) / alpha2;
      const c = (FLATTENING / 16) * alpha2 * (4 + FLATTENING * (4 - 3 * alpha2));
      const before = lambda;
      lambda = span + (1 - c) * FLATTENING * alphaSine
        * (sigma + c * sigmaSine * (middle + c * sigmaCosine * (2 * middle * middle - 1)));
      if (Math.abs(lambda - before) > 1e-13) continue;
      const k = (alpha2 * (A_KM * A_KM - b * b)) / (b * b);
      const big = 1 + (k / 16384) * (4096 + k * (-768 + k * (320 - 175 * k)));
      const small = (k / 1024) * (256 + k * (-128 + k * (74 - 47 * k)));
      const change = small * sigmaSine * (middle + (small / 4) * (sigmaCosine * (2 * middle * middle - 1)
        - (small / 6) * middle * (4 * sigmaSine * sigmaSine - 3) * (4 * middle * middle - 3)));
      return b * big * (sigma - change);
    }
    return NaN; // nearly opposite points: no place that anybody asks for
  }

  /** On which side of an edge a point lies: the sign is exact, as that of GEOS is. */
  function side(x0, y0, x1, y1, x, y) {
    const left = (x1 - x0) * (y - y0);
    const right = (y1 - y0) * (x - x0);
    const doubtful = 4e-16 * (Math.abs(left) + Math.abs(right));
    if (Math.abs(left - right) > doubtful) return left - right;
    const [X0, Y0, X1, Y1, X, Y] = [x0, y0, x1, y1, x, y].map((value) => BigInt(Math.trunc(value * 2 ** 52)));
    const exact = (X1 - X0) * (Y - Y0) - (Y1 - Y0) * (X - X0);
    return exact > 0n ? 1 : exact < 0n ? -1 : 0;
  }

  // ------------------------------------------------------------------ the zone

  /**
   * `edges`: the limits, each {left, right, points (flat), name, kind}; `gaps`: likewise, where the outline of a
   * region has no limit; `readings`: each with its southern limit and the lines along it.
   */
  function makeZone({ regions, cut, edges, gaps, readings }) {
    const fixed = new Set(regions.filter((region) => region !== cut));
    const isCoastOfIsland = (edge) => edge.left === "land" && edge.right === "sea";
    for (const edge of edges.concat(gaps)) {
      edge.low = Infinity;
      edge.high = -Infinity;
      for (let i = 1; i < edge.points.length; i += 2) {
        edge.low = Math.min(edge.low, edge.points[i]);
        edge.high = Math.max(edge.high, edge.points[i]);
      }
    }

    /** 1 within the area whose boundary these edges are, 0 on it, -1 outside. */
    function within(boundary, x, y) {
      let inside = false;
      for (const { points, low, high } of boundary) {
        if (y < low || y > high) continue;
        for (let i = 3; i < points.length; i += 2) {
          const y0 = points[i - 2];
          const y1 = points[i];
          if ((y0 > y && y1 > y) || (y0 < y && y1 < y)) continue;
          const x0 = points[i - 3];
          const x1 = points[i - 1];
          const at = side(x0, y0, x1, y1, x, y);
          if (at === 0 && Math.min(x0, x1) <= x && x <= Math.max(x0, x1)) return 0;
          if (y0 > y !== y1 > y && at > 0 === y1 > y0) inside = !inside;
        }
      }
      return inside ? 1 : -1;
    }

    const boundaries = new Map(regions.map((region) => [region, edges.concat(gaps).filter((edge) => edge.left === region || edge.right === region)]));

    /** The region of a place under a southern limit; null outside. A place on a limit is inside. */
    function locate(lon, lat, southernLimit) {
      const x = lon < -30 ? lon + 360 : lon;
      return regions.find((region) => (region !== cut || lat >= southernLimit) && within(boundaries.get(region), x, lat) >= 0) || null;
    }

    /** Which part of an edge belongs to the limit of the zone: all of it, or what lies north or south. */
    function outerPart(edge) {
      const sides = [edge.left, edge.right];
      if (!sides.includes(cut)) return sides.every((area) => fixed.has(area)) ? null : "all";
      return sides.some((area) => fixed.has(area)) ? "south" : "north";
    }

    function limitOf(reading) {
      const lines = [];
      for (const edge of edges) {
        let part = outerPart(edge);
        if (isCoastOfIsland(edge)) {
          part = regions.some((region) => region !== cut && within(boundaries.get(region), edge.points[0], edge.points[1]) >= 0) ? "all" : "north";
        }
        const pieces = !part ? [] : part === "all" ? [edge.points] : beyond(pairs(edge.points), reading.southern_limit, part === "north").map((piece) => piece.flat());
        for (const points of pieces) lines.push({ owner: edge, points });
      }
      const { limit_name: name, parts: southern } = reading;
      for (const points of southern) lines.push({ owner: { name, kind: "parallel" }, points });
      for (const line of lines) {
        line.xyz = new Float64Array((line.points.length / 2) * 3);
        for (let i = 0; i < line.points.length; i += 2) line.xyz.set(cartesian(line.points[i], line.points[i + 1]), (i / 2) * 3);
      }
      return lines;
    }
    const limits = new Map();

    /** Distance to the limit under a reading, positive outside; the limit that is nearest, and where. */
    function nearest(lon, lat, reading) {
      if (!limits.has(reading)) limits.set(reading, limitOf(reading));
      const [px, py, pz] = cartesian(lon, lat);
      let least = Infinity;
      let best = null;
      for (const line of limits.get(reading)) {
        const { points, xyz } = line;
        for (let i = 3, k = 3; i < points.length; i += 2, k += 3) {
          const ax = xyz[k - 3], ay = xyz[k - 2], az = xyz[k - 1];
          const dx = xyz[k] - ax, dy = xyz[k + 1] - ay, dz = xyz[k + 2] - az;
          const along = ((px - ax) * dx + (py - ay) * dy + (pz - az) * dz) / Math.max(dx * dx + dy * dy + dz * dz, 1e-30);
          const share = along < 0 ? 0 : along > 1 ? 1 : along;
          const rx = ax + share * dx - px, ry = ay + share * dy - py, rz = az + share * dz - pz;
          const apart = rx * rx + ry * ry + rz * rz;
          if (apart < least * (1 - 1e-10)) { // where two limits meet, the first of them
            least = apart;
            best = { line, i, share };
          }
        }
      }
      if (!best) return null;
      const { line: { points, owner }, i, share } = best;
      const footLon = points[i - 3] + share * (points[i - 1] - points[i - 3]);
      const footLat = points[i - 2] + share * (points[i] - points[i - 2]);
      const km = geodesicKm(lon, lat, footLon, footLat);
      return { km: locate(lon, lat, reading.southern_limit) ? -km : km, name: owner.name, kind: owner.kind, foot: [footLon, footLat] };
    }

    /** The answer under each reading. */
    const check = ({ lon, lat }) => readings.map((reading) => {
      const { km, name, kind, foot } = nearest(lon, lat, reading);
      return { reading, region: locate(lon, lat, reading.southern_limit), distance_km: km, limit: name, kind, foot };
    });

    /** The outline of each region under a reading: rings of [lon, lat], put together from their edges. */
    function outlines(reading) {
      const south = reading.southern_limit;
      return new Map(regions.map((region) => {
        const pieces = boundaries.get(region).flatMap(({ points }) => (region === cut ? beyond(pairs(points), south, true) : [pairs(points)]));
        return [region, ringsOf(region === cut ? [...pieces, ...closing(pieces, south)] : pieces)];
      }));
    }

    return { locate, check, outlines, nearest };
  }

  function pairs(points) {
    const line = [];
    for (let i = 0; i < points.length; i += 2) line.push([points[i], points[i + 1]]);
    return line;
  }

  /** The parts of a line at or north of a parallel, or at or south of it. */
  function beyond(line, parallel, north) {
    const gone = (y) => (north ? y < parallel : y > parallel);
    const pieces = [[]];
    line.forEach(([x, y], index) => {
      const last = line[index - 1];
      if (last && gone(last[1]) !== gone(y)) {
        const share = (parallel - last[1]) / (y - last[1]);
        pieces[pieces.length - 1].push([last[0] + share * (x - last[0]), parallel]);
        if (gone(y)) pieces.push([]);
      }
      if (!gone(y)) pieces[pieces.length - 1].push([x, y]);
    });
    return pieces.filter((piece) => piece.length > 1);
  }

  /** Along the parallel from each end that hangs loose to the next one. */
  function closing(pieces, south) {
    const ends = pieces.flatMap((piece) => [piece[0], piece[piece.length - 1]]);
    const count = new Map();
    for (const end of ends) count.set(end.join(), (count.get(end.join()) || 0) + 1);
    const loose = ends.filter((end) => end[1] === south && count.get(end.join()) === 1).sort((a, b) => a[0] - b[0]);
    const lines = [];
    for (let i = 1; i < loose.length; i += 2) lines.push([loose[i - 1], loose[i]]);
    return lines;
  }

  /** Put pieces together at their ends until they close. */
  function ringsOf(pieces) {
    const at = new Map();
    const put = (piece) => [piece[0], piece[piece.length - 1]].forEach((end) => at.set(end.join(), [...(at.get(end.join()) || []), piece]));
    pieces.forEach(put);
    const used = new Set();
    const rings = [];
    for (const first of pieces) {
      if (used.has(first)) continue;
      used.add(first);
      const ring = [...first];
      for (;;) {
        const end = ring[ring.length - 1];
        if (end.join() === ring[0].join()) break;
        const next = at.get(end.join()).find((piece) => !used.has(piece));
        if (!next) break;
        used.add(next);
        const onward = next[0].join() === end.join() ? next : [...next].reverse();
        ring.push(...onward.slice(1));
      }
      rings.push(ring);
    }
    return rings;
  }

  return makeZone;
})();
