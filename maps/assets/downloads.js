/* What can be taken along as CSV or GeoJSON: the verdicts that are listed, the regions, the last check. */
dezone.parts.push(function (page) {
  "use strict";

  const { scene, inForce, el, exacts, west180, eventAt, codeOf, order, zone } = page;

  const about = { ...scene.about, caveat: document.querySelector(".caveat").textContent };

  /** A cell for a spreadsheet: quoted, and never the beginning of a formula. */
  function csvCell(value) {
    const text = String(value ?? "");
    const safe = typeof value === "string" && /^([\t\r\n]|\s*[=+\-@＝＋－＠])/.test(text) ? "'" + text : text;
    return /[",\n\r]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  }

  function asCsv(records) {
    const names = [...Object.keys(records[0] || {}), ...Object.keys(about)];
    const line = (cells) => cells.map(csvCell).join(",") + "\r\n";
    return line(names) + records.map((record) => line(names.map((name) => (name in about && !(name in record) ? about[name] : record[name])))).join("");
  }

  const asGeoJson = (features) => JSON.stringify({
    type: "FeatureCollection", about, features: features.map(([geometry, properties]) => ({ type: "Feature", properties, geometry })),
  });

  /** A word as it stands in the data, and as `dezone check` reads it again. */
  const inData = (word) => word.replaceAll(" ", "_");
  const facts = (event) => ({
    id: event.id, name: event.name, start: event.start, end: event.end,
    parties: event.parties.map(codeOf).join(";"), kinds: event.kinds.map(inData).join(";"), verdict: event.verdict,
    distance_km: event.distance_km, nearest_limit: event.limit, would_flip: event.flips, reason: event.reason,
    sources: event.sources.map((source) => source.filter(Boolean).join(", ")).join("; "),
  });

  const areaOf = (ring) => ring.slice(1).reduce((sum, [x, y], index) => sum + ring[index][0] * y - x * ring[index][1], 0);
  const closed = (ring) => (ring[0].join() === ring[ring.length - 1].join() ? ring : [...ring, ring[0]]);

  function isIn(ring, [x, y]) {
    let inside = false;
    for (let i = 1; i < ring.length; i += 1) {
      const [[x0, y0], [x1, y1]] = [ring[i - 1], ring[i]];
      if (y0 > y !== y1 > y && x < x0 + ((y - y0) * (x1 - x0)) / (y1 - y0)) inside = !inside;
    }
    return inside;
  }

  /** Rings in any order to polygons: areas counterclockwise, each with its holes clockwise. */
  function polygonsOf(rings) {
    const made = rings.map((one) => {
      const ring = closed(one);
      const [xs, ys] = [ring.map((at) => at[0]), ring.map((at) => at[1])];
      const least = (values) => values.reduce((a, b) => Math.min(a, b));
      const most = (values) => values.reduce((a, b) => Math.max(a, b));
      return { ring, size: Math.abs(areaOf(ring)), box: [least(xs), least(ys), most(xs), most(ys)], at: [(ring[0][0] + ring[1][0]) / 2, (ring[0][1] + ring[1][1]) / 2] };
    });
    const around = (one) => made.filter(({ ring, size, box: [x0, y0, x1, y1] }) => (
      size > one.size && x0 <= one.at[0] && one.at[0] <= x1 && y0 <= one.at[1] && one.at[1] <= y1 && isIn(ring, one.at)
    ));
    const turned = (ring, sign) => (Math.sign(areaOf(ring)) === sign ? ring : [...ring].reverse());
    for (const one of made) one.around = around(one);
    const polygons = new Map(made.filter((one) => one.around.length % 2 === 0).map((one) => [one, [turned(one.ring, 1)]]));
    for (const hole of made.filter((one) => one.around.length % 2)) {
      const [owner] = hole.around.filter((one) => polygons.has(one)).sort((a, b) => a.size - b.size);
      polygons.get(owner)?.push(turned(hole.ring, -1));
    }
    return [...polygons.values()];
  }

  function geometryOf(place) {
    const lines = exacts(place.lines).map((line) => line.map(([lat, lon]) => [west180(lon), lat]));
    if (place.kind === "line") return { type: "MultiLineString", coordinates: lines };
    if (place.kind === "polygon") return { type: "MultiPolygon", coordinates: polygonsOf(lines) };
    return place.kind === "point" ? { type: "Point", coordinates: [west180(place.at[0]), place.at[1]] } : null;
  }

  /** Each place of what is listed with its facts; an exercise without a place stands there too. */
  const placed = () => order().flatMap((index) => {
    const event = eventAt(index);
    if (!event.places.length) return [[null, facts(event)]];
    return event.places.map((place) => [geometryOf(place), {
      ...facts(event), place: place.name, role: inData(place.role), place_verdict: place.verdict,
      uncertainty_km: place.radius_km, named_area: place.area || place.named || null,
      surface: place.surface || undefined, extent: place.extent || undefined,
    }]);
  });

  /** A geometry of GeoJSON as text for a cell. */
  function wktOf(geometry) {
    const inner = (at) => (typeof at[0] === "number" ? at.join(" ") : at.map((one) => (typeof one[0] === "number" ? inner(one) : "(" + inner(one) + ")")).join(","));
    return geometry ? geometry.type.toUpperCase() + "(" + inner(geometry.coordinates) + ")" : "";
  }

  const MAKE = {
    "verdicts.csv": () => asCsv(placed().map(([geometry, { place, role, place_verdict, uncertainty_km, named_area, surface, extent, ...of }]) => (
      { ...of, place, role, place_verdict, uncertainty_km, named_area, surface, extent, wkt: wktOf(geometry) }
    ))),
    "verdicts.geojson": () => asGeoJson(placed()),
    "regions.geojson": () => asGeoJson(regionRecords().map(([polygons, record]) => [{ type: "MultiPolygon", coordinates: polygons }, record])),
    "regions.csv": () => asCsv(regionRecords().map(([polygons, record]) => ({
      ...record, wkt: wktOf({ type: "MultiPolygon", coordinates: polygons }),
    }))),
    "check.csv": () => asCsv(checkRecords()),
    "check.geojson": () => asGeoJson(checkRecords().map((record) => [{ type: "Point", coordinates: [record.longitude, record.latitude] }, record])),
  };

  function regionRecords() {
    const rings = zone().outlines(inForce);
    return scene.regions.map((region) => [polygonsOf(rings.get(region.id)), { id: region.id, name: region.name }]);
  }

  const checkRecords = () => page.answer.results.map((result) => ({
    latitude: page.answer.at.lat, longitude: page.answer.at.lon, reading_checked: result.reading.short,
    southern_limit: result.reading.southern_limit, verdict: result.region ? "inside" : "outside", region: result.region || "",
    distance_km: Number(result.distance_km.toFixed(3)), nearest_limit: result.limit, limit_kind: result.kind,
  }));

  document.addEventListener("click", (click) => {
    const name = click.target.closest?.("button")?.value;
    if (!name || !Object.hasOwn(MAKE, name)) return;
    const type = name.endsWith("csv") ? "text/csv;charset=utf-8" : "application/geo+json";
    const address = URL.createObjectURL(new Blob([(name.endsWith("csv") ? "\ufeff" : "") + MAKE[name]()], { type }));
    el("a", { href: address, download: "dezone-" + name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  });
});
