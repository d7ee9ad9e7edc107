/* Names on the map, each at the nearest free place: none lies under a mark, another name or a control. */
dezone.parts.push(function (page) {
  "use strict";

  const { scene, map, el, shapes, exacts, latLng, labelGraticule } = page;

  const nameLayer = L.layerGroup().addTo(map);

  const overlaps = (a, b) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
  const boxAround = (point, halfWidth, halfHeight) => ({
    x0: point.x - halfWidth, x1: point.x + halfWidth, y0: point.y - halfHeight, y1: point.y + halfHeight,
  });
  const free = (box, taken) => !taken.some((other) => overlaps(box, other));

  /** Offsets from nothing outwards, nearer first. */
  const OFFSETS = [];
  for (let x = -12; x <= 12; x += 1) for (let y = -20; y <= 20; y += 1) OFFSETS.push([x * 16, y * 10]);
  OFFSETS.sort((a, b) => Math.hypot(a[0], a[1] * 1.2) - Math.hypot(b[0], b[1] * 1.2));

  function nearestFree(point, halfWidth, halfHeight, taken, reach, allowed) {
    for (const [dx, dy] of OFFSETS) {
      if (Math.hypot(dx, dy) > reach) return null;
      const moved = L.point(point.x + dx, point.y + dy);
      const box = boxAround(moved, halfWidth, halfHeight);
      if (free(box, taken) && (!allowed || allowed(moved))) return { point: moved, box };
    }
    return null;
  }

  const outlines = new Map();

  /** Whether a point of the screen lies in an area, by counting crossings; yes if the area has no outline. */
  function within(id, outline) {
    if (!outlines.has(id)) {
      outlines.set(id, outline().map((ring) => Float64Array.from(ring.flatMap((at) => {
        const { x, y } = map.project(at, 0);
        return [x, y];
      }))));
    }
    const rings = outlines.get(id);
    return (point) => {
      const { x, y } = map.project(map.layerPointToLatLng(point), 0);
      let inside = !rings.length;
      for (const ring of rings) {
        for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
          if (ring[i + 1] > y !== ring[j + 1] > y && x < ring[i] + ((y - ring[i + 1]) * (ring[j] - ring[i])) / (ring[j + 1] - ring[i + 1])) inside = !inside;
        }
      }
      return inside;
    };
  }

  function labelRim() {
    labelGraticule();
    hideCut();
  }

  /** Names and degrees that the rim of the map, a control or another name would cut are not shown. */
  function hideCut() {
    const frame = map.getContainer().getBoundingClientRect();
    const controls = [...map.getContainer().querySelectorAll(".leaflet-control")].map((box) => box.getBoundingClientRect());
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const seen = [];
    map.getContainer().querySelectorAll(".name span, .degrees").forEach((name) => {
      const box = name.getBoundingClientRect();
      const whole = box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
      const clear = whole && !controls.concat(seen).some((other) => meet(box, other));
      name.style.visibility = clear ? "" : "hidden";
      if (clear) seen.push(box);
    });
  }

  const REACH_PX = { sea: 60, strait: 24 };
  const RANK = { sea: 0, region: 1, country: 2, strait: 3 };

  function nameAt(at, className, text) {
    const span = el("span", { textContent: text, lang: scene.language });
    const icon = L.divIcon({ className: "name " + className, html: span, iconSize: [0, 0] });
    const marker = L.marker(at, { icon, interactive: false, keyboard: false, pane: "names" }).addTo(nameLayer);
    return { span, marker };
  }

  /** Write all names where they would stand on an empty map, and read their sizes at once: one layout of the page. */
  function writeNames() {
    nameLayer.clearLayers();
    const ranked = [...scene.labels].sort((a, b) => (RANK[a.kind] ?? 4) - (RANK[b.kind] ?? 4) || b.span - a.span);
    const named = [
      ...ranked.map((label) => ({ label, ...nameAt(latLng(label.at), label.kind in RANK ? label.kind : "country", label.name.replace(" / ", " /\n")) })),
      ...[...scene.readings].sort((a, b) => b.in_force - a.in_force).flatMap((reading) => {
        const [line] = exacts(reading.lines);
        if (!line) return [];
        const east = line[0][1] > line[line.length - 1][1] ? line[0] : line[line.length - 1];
        return { reading, ...nameAt(east, "reading-name", reading.name) };
      }),
    ];
    for (const one of named) [one.width, one.height] = [one.span.offsetWidth, one.span.offsetHeight];
    return named;
  }

  /** Put names where they are free; a name without room, or far wider than its area, goes. */
  function placeNames(taken, named) {
    const pxPerDegree = map.latLngToLayerPoint([0, 1]).x - map.latLngToLayerPoint([0, 0]).x;
    for (const one of named) {
      const found = one.reading ? atItsEnd(taken, one) : nearby(taken, one, pxPerDegree);
      if (!found) nameLayer.removeLayer(one.marker);
      else {
        taken.push(found.box);
        one.marker.setLatLng(map.layerPointToLatLng(found.point));
      }
    }
  }

  /** A southern limit has its name at its eastern end. */
  function atItsEnd(taken, { marker, width, height }) {
    const point = map.latLngToLayerPoint(marker.getLatLng()).add([6, 0]);
    const box = { x0: point.x, x1: point.x + width, y0: point.y - height / 2 + 1, y1: point.y + height / 2 - 1 };
    return free(box, taken) && { point, box };
  }

  function nearby(taken, { label, marker, width, height }, pxPerDegree) {
    if (width > 1.25 * label.span * pxPerDegree) return null;
    const region = scene.regions.find((one) => one.id === label.region);
    const allowed = region && within(region.id, () => shapes(region.certain));
    const reach = region ? 200 : REACH_PX[label.kind] ?? 45;
    return nearestFree(map.latLngToLayerPoint(marker.getLatLng()), width / 2 + 3, height / 2 + 1, taken, reach, allowed);
  }

  const ofRegions = (named) => named.filter(({ label }) => label?.region);
  const ofOthers = (named) => [...named.filter(({ reading }) => reading), ...named.filter(({ label }) => label && !label.region)];

  return { boxAround, nearestFree, within, writeNames, placeNames, ofRegions, ofOthers, labelRim };
});
