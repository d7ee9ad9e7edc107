/* Names on the map, each at the nearest free place: none lies under a mark, another name or a control. */
dezone.parts.push(function (page) {
  "use strict";

  const { scene, columns, map, on, el, shapes, exacts, latLng, labelGraticule } = page;

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
    const near = taken.filter((box) => overlaps(box, boxAround(point, halfWidth + reach, halfHeight + reach)));
    for (const [dx, dy] of OFFSETS) {
      if (dx * dx + dy * dy > reach * reach) return null;
      const moved = L.point(point.x + dx, point.y + dy);
      const box = boxAround(moved, halfWidth, halfHeight);
      if (free(box, near) && (!allowed || allowed(moved))) return { point: moved, box };
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

  /** Names that the rim of the map, a control or another name would cut are not shown, nor degrees that a mark would. */
  function hideCut() {
    const frame = map.getContainer().getBoundingClientRect();
    const controls = [...map.getContainer().querySelectorAll(".leaflet-control")].map((box) => box.getBoundingClientRect());
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const seen = [];
    const marks = page.markBoxes();
    map.getContainer().querySelectorAll(".name span, .degrees").forEach((name) => {
      const box = name.getBoundingClientRect();
      const whole = box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
      const others = controls.concat(seen, name.matches(".degrees") ? marks : []);
      const clear = whole && !others.some((other) => meet(box, other));
      name.style.visibility = clear ? "" : "hidden";
      if (clear) seen.push(box);
    });
  }

  const REACH_PX = { sea: 90, strait: 24 };
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
        const ends = exacts(reading.lines).flatMap((line) => [line[0], line[line.length - 1]]);
        if (!ends.length) return [];
        const east = ends.reduce((a, b) => (a[1] > b[1] ? a : b));
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
      const found = one.reading ? atItsEnd(taken, one) : nearby(taken, one, pxPerDegree)
        || (one.label.region && (narrower(taken, one) || besideIt(taken, one)));
      if (!found) nameLayer.removeLayer(one.marker);
      else {
        taken.push(found.box);
        one.marker.setLatLng(map.layerPointToLatLng(found.point));
      }
    }
  }

  /** A southern limit has its name at its eastern end. */
  function atItsEnd(taken, { marker, width, height }) {
    const end = map.latLngToLayerPoint(marker.getLatLng());
    for (const offset of [[6, 0], [6, 6], [6, -6], [16, 0], [16, 8]]) {
      const point = end.add(offset);
      const box = { x0: point.x, x1: point.x + width, y0: point.y - height / 2 + 1, y1: point.y + height / 2 - 1 };
      if (free(box, taken)) return { point, box };
    }
    return null;
  }

  const inRegion = (region) => within(region.id, () => shapes(region.certain));

  /** Whether a text is in a region, and so far to its left and right in no other. */
  function alone(region, reach) {
    const own = inRegion(region);
    const others = scene.regions.filter((one) => one !== region).map(inRegion);
    return (point) => own(point) && ![-reach, reach].some((dx) => others.some((inside) => inside(point.add([dx, 0]))));
  }

  /** Whether a text so wide lies outside all regions: the sea around must not lend its name to one. */
  function outside(width) {
    const parts = scene.regions.flatMap((region) => [
      inRegion(region), ...(region.doubtful[1] ? [within(region.id + " doubtful", () => shapes(region.doubtful))] : []),
    ]);
    return (point) => [-width / 2, 0, width / 2].every((dx) => !parts.some((inside) => inside(point.add([dx, 0]))));
  }

  function nearby(taken, { label, marker, width, height }, pxPerDegree) {
    if (width > 1.25 * label.span * pxPerDegree) return null;
    const region = scene.regions.find((one) => one.id === label.region);
    const at = map.latLngToLayerPoint(marker.getLatLng());
    const look = (reach, allowed) => nearestFree(at, width / 2 + 3, height / 2 + 1, taken, reach, allowed);
    if (region) return look(200, alone(region, width / 2)) || look(200, alone(region, width / 4));
    return look(REACH_PX[label.kind] ?? 45, label.kind === "sea" ? outside(width) : null);
  }

  /** A region whose name finds no room has it in small letters and short lines. */
  function narrower(taken, one) {
    const { label, marker, span } = one;
    span.classList.add("small");
    span.textContent = label.name.replace(" / ", " /\n").replace(/^(\S+) (?=\S)/, "$1\n");
    [one.width, one.height] = [span.offsetWidth, span.offsetHeight];
    const region = scene.regions.find(({ id }) => id === label.region);
    return nearestFree(map.latLngToLayerPoint(marker.getLatLng()), one.width / 2 + 1, one.height / 2, taken, 200, alone(region, one.width / 3));
  }

  /** Or it stands beside all regions, with a line to a free spot of its own. */
  function besideIt(taken, { label, marker, width, height }) {
    const region = scene.regions.find(({ id }) => id === label.region);
    const at = map.latLngToLayerPoint(marker.getLatLng());
    const [away, frame] = [outside(width), map.getSize()];
    const inSight = (point) => {
      const { x, y } = map.layerPointToContainerPoint(point);
      return x > width / 2 && x < frame.x - width / 2 && y > height / 2 && y < frame.y - height / 2 - 20;
    };
    const others = scene.regions.filter((one) => one !== region).map(inRegion);
    const straight = (point) => [0.25, 0.5, 0.75].every((share) => !others.some((inside) => inside(point.add(at.subtract(point).multiplyBy(share)))));
    const found = nearestFree(at, width / 2 + 3, height / 2 + 1, taken, 260, (point) => inSight(point) && away(point) && straight(point));
    const spot = found && nearestFree(found.point.add(at).divideBy(2), 3, 3, [...taken, found.box], 260, inRegion(region));
    if (!spot) return null;
    const { x, y } = spot.point;
    const nearest = L.point(Math.min(Math.max(x, found.box.x0), found.box.x1), Math.min(Math.max(y, found.box.y0), found.box.y1));
    L.polyline([nearest, spot.point].map((point) => map.layerPointToLatLng(point)), on("limits", "leader")).addTo(nameLayer);
    L.circleMarker(map.layerPointToLatLng(spot.point), { ...on("limits", "leader dot"), radius: 2 }).addTo(nameLayer);
    taken.push(spot.box);
    return found;
  }

  const ofRegions = (named) => [...named.filter(({ reading }) => reading?.in_force), ...named.filter(({ label }) => label?.region)];
  const ofOthers = (named) => [...named.filter(({ reading }) => reading && !reading.in_force), ...named.filter(({ label }) => label && !label.region)];

  return { boxAround, nearestFree, within, writeNames, placeNames, ofRegions, ofOthers, labelRim };
});
