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
      if (allowed && !allowed(moved)) continue;
      const box = boxAround(moved, halfWidth, halfHeight);
      if (free(box, taken)) return { point: moved, box };
    }
    return null;
  }

  /** Whether a point of the screen lies in a named area, by counting crossings; yes if the area has no outline. */
  function within(outline) {
    const rings = outline.map((ring) => ring.map((at) => map.latLngToLayerPoint(at)));
    return (point) => !rings.length || rings.reduce((inside, ring) => {
      ring.forEach((a, index) => {
        const b = ring[(index + 1) % ring.length];
        if (a.y > point.y !== b.y > point.y && point.x < a.x + ((point.y - a.y) * (b.x - a.x)) / (b.y - a.y)) inside = !inside;
      });
      return inside;
    }, false);
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

  /** Put each name at the nearest free place to its anchor; a name without room, or far wider than its area, goes. */
  function placeNames(taken, labels) {
    const pxPerDegree = map.latLngToLayerPoint([0, 1]).x - map.latLngToLayerPoint([0, 0]).x;
    const ranked = [...labels].sort((a, b) => (RANK[a.kind] ?? 4) - (RANK[b.kind] ?? 4) || b.span - a.span);
    const made = ranked.map((label) => nameAt(latLng(label.at), label.kind in RANK ? label.kind : "country", label.name.replace(" / ", " /\n")));
    const sizes = made.map(({ span }) => [span.offsetWidth, span.offsetHeight]); // read at once: one layout of the page
    ranked.forEach((label, index) => {
      const { marker } = made[index];
      const [width, height] = sizes[index];
      const region = scene.regions.find((one) => one.id === label.region);
      const allowed = region && within(shapes(region.certain));
      const reach = region ? 200 : REACH_PX[label.kind] ?? 45;
      const found = width > 1.25 * label.span * pxPerDegree ? null
        : nearestFree(map.latLngToLayerPoint(marker.getLatLng()), width / 2 + 3, height / 2 + 1, taken, reach, allowed);
      if (!found) return nameLayer.removeLayer(marker);
      taken.push(found.box);
      return marker.setLatLng(map.layerPointToLatLng(found.point));
    });
  }

  /** Name each southern limit at its eastern end. */
  function nameReadings(taken) {
    for (const reading of [...scene.readings].sort((a, b) => b.in_force - a.in_force)) {
      const [line] = exacts(reading.lines);
      if (!line) continue;
      const end = line[0][1] > line[line.length - 1][1] ? line[0] : line[line.length - 1];
      const { span, marker } = nameAt(end, "reading-name", reading.name);
      const at = map.latLngToLayerPoint(end).add([6, 0]);
      const half = span.offsetHeight / 2;
      const box = { x0: at.x, x1: at.x + span.offsetWidth, y0: at.y - half + 1, y1: at.y + half - 1 };
      if (!free(box, taken)) nameLayer.removeLayer(marker);
      else {
        taken.push(box);
        marker.setLatLng(map.layerPointToLatLng(at));
      }
    }
  }

  return { boxAround, nearestFree, within, nameLayer, placeNames, nameReadings, labelRim };
});
