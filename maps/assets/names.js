/* Names on the map, each at the nearest free place: none lies under a mark, another name or a control. */
dezone.parts.push(function (page) {
  "use strict";

  const { scene, columns, map, on, el, shapes, exacts, latLng, labelGraticule } = page;

  const nameLayer = L.layerGroup().addTo(map);
  const leaders = new Map(); // of each name that stands beside its region

  const overlaps = (a, b) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
  const boxAround = (point, halfWidth, halfHeight) => ({
    x0: point.x - halfWidth, x1: point.x + halfWidth, y0: point.y - halfHeight, y1: point.y + halfHeight,
  });
  const free = (box, taken) => !taken.some((other) => overlaps(box, other));

  // Places to try: steps of a grid around a point, nearer first; what is above or below counts as farther.
  const [STEP_X, STEP_Y, STEPS_X, STEPS_Y] = [16, 10, 12, 20];
  const COLUMNS = 2 * STEPS_X + 1;
  const STEPS = [];
  for (let y = -STEPS_Y; y <= STEPS_Y; y += 1) {
    for (let x = -STEPS_X; x <= STEPS_X; x += 1) STEPS.push({ x, y, far: Math.hypot(x * STEP_X, y * STEP_Y * 1.2) });
  }
  STEPS.sort((a, b) => a.far - b.far);
  const stepNumber = (x, y) => (y + STEPS_Y) * COLUMNS + x + STEPS_X;

  /** The nearest place within `reach` where a box meets none of those taken, and that is allowed; null if there is none. */
  function nearestFree(point, halfWidth, halfHeight, taken, reach, allowed) {
    // Each box blocks the steps at which ours would meet it: asking every step about every box takes ten times as long.
    const blocked = new Uint8Array(STEPS.length);
    for (const { x0, x1, y0, y1 } of taken) {
      const west = Math.max(Math.floor((x0 - halfWidth - point.x) / STEP_X) + 1, -STEPS_X);
      const east = Math.min(Math.ceil((x1 + halfWidth - point.x) / STEP_X) - 1, STEPS_X);
      const north = Math.max(Math.floor((y0 - halfHeight - point.y) / STEP_Y) + 1, -STEPS_Y);
      const south = Math.min(Math.ceil((y1 + halfHeight - point.y) / STEP_Y) - 1, STEPS_Y);
      for (let y = north; y <= south; y += 1) for (let x = west; x <= east; x += 1) blocked[stepNumber(x, y)] = 1;
    }
    for (const { x, y, far } of STEPS) {
      if (far > reach) return null;
      if (blocked[stepNumber(x, y)]) continue;
      const moved = L.point(point.x + x * STEP_X, point.y + y * STEP_Y);
      if (!allowed || allowed(moved)) return { point: moved, box: boxAround(moved, halfWidth, halfHeight) };
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

  /** Where elements are on the screen, from the corner of the map. */
  function boxesOf(elements) {
    const { left, top } = map.getContainer().getBoundingClientRect();
    return [...elements].map((element) => {
      const box = element.getBoundingClientRect();
      return { x0: box.left - left, x1: box.right - left, y0: box.top - top, y1: box.bottom - top };
    });
  }
  const controls = () => boxesOf(map.getContainer().querySelectorAll(".leaflet-control"));
  const whole = ({ x0, x1, y0, y1 }) => x0 >= 0 && x1 <= map.getSize().x && y0 >= 0 && y1 <= map.getSize().y;

  /** Names that the rim of the map, a control or another name would cut are not shown, nor degrees that a mark would. */
  function hideCut() {
    const names = [...map.getContainer().querySelectorAll(".name span, .degrees")];
    const seen = controls();
    const marks = page.markBoxes();
    boxesOf(names).forEach((box, index) => {
      const name = names[index];
      const clear = whole(box) && free(box, name.matches(".degrees") ? seen.concat(marks) : seen);
      for (const { style } of [name, ...(leaders.get(name) || [])]) style.visibility = clear ? "" : "hidden";
      if (clear) seen.push(box);
    });
  }

  const REACH_PX = { sea: 90, strait: 24 };
  const RANK = { sea: 0, region: 1, country: 2, strait: 3 };

  const lettered = (text, className) => ({ span: el("span", { textContent: text, lang: scene.language, className }) });

  /** A text at a place; that of a region comes in small letters and short lines too, for where there is little room. */
  function nameAt(at, kind, text, ofRegion) {
    const both = text.replace(" / ", " /\n");
    const wide = lettered(ofRegion ? both : both.replace(/ ?(?=[(（])/, "\n"), "");
    const icon = L.divIcon({ className: "name " + kind, html: wide.span, iconSize: [0, 0] });
    const marker = L.marker(at, { icon, interactive: false, keyboard: false, pane: "names" }).addTo(nameLayer);
    if (!ofRegion) return { ...wide, marker };
    const short = columns ? text : text.length > 30 ? text.replace(/(.{12,}?) /g, "$1\n") : both.replace(/^(\S+) (?=[^\s/])/, "$1\n").replace(/(?=（)/, "\n");
    const small = lettered(short, "small");
    marker.getElement().append(small.span);
    return { ...wide, marker, small };
  }

  /** Write all names where they would stand on an empty map, and read their sizes at once: one layout of the page. */
  function writeNames() {
    nameLayer.clearLayers();
    leaders.clear();
    const ranked = [...scene.labels].sort((a, b) => (RANK[a.kind] ?? 4) - (RANK[b.kind] ?? 4) || b.span - a.span);
    const named = [
      ...ranked.map((label) => ({ label, ...nameAt(latLng(label.at), label.kind in RANK ? label.kind : "country", label.name, label.region) })),
      ...[...scene.readings].sort((a, b) => b.in_force - a.in_force).flatMap((reading) => {
        const ends = exacts(reading.lines).flatMap((line) => [line[0], line[line.length - 1]]);
        if (!ends.length) return [];
        const east = ends.reduce((a, b) => (a[1] > b[1] ? a : b));
        return { reading, ...nameAt(east, "reading-name", reading.name) };
      }),
    ];
    for (const one of named.flatMap((each) => (each.small ? [each, each.small] : [each]))) [one.width, one.height] = [one.span.offsetWidth, one.span.offsetHeight];
    return named;
  }

  let covers = []; // where controls are, read once for all names

  /** Whether a text would stand whole on the map, clear of its controls. */
  const inSight = (width, height) => (point) => {
    const box = boxAround(map.layerPointToContainerPoint(point), width / 2, height / 2 + 1);
    return whole(box) && free(box, covers);
  };

  /** Put names where they are free, those of regions also where `between` makes room; a name without room, or far wider than its area, goes. */
  function placeNames(taken, named, between) {
    covers = controls();
    const pxPerDegree = map.latLngToLayerPoint([0, 1]).x - map.latLngToLayerPoint([0, 0]).x;
    for (const one of named) {
      let found = one.reading ? atItsEnd(taken, one) : nearby(taken, one, pxPerDegree);
      if (one.small) {
        (found ? one.small : one).span.remove();
        const small = { ...one, ...one.small };
        found ||= narrower(taken, small) || between?.(small, alone(regionOf(one), small.width / 3)) || besideIt(taken, small);
      }
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

  const regionOf = ({ label }) => scene.regions.find(({ id }) => id === label.region);
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
    const region = regionOf({ label });
    const at = map.latLngToLayerPoint(marker.getLatLng());
    const look = (from, reach, allowed) => nearestFree(from, width / 2 + 3, height / 2 + 1, taken, reach, allowed);
    // A sea without an outline is not moved into sight: it could come to lie on another.
    if (!region) return look(at, REACH_PX[label.kind] ?? 45, label.kind === "sea" ? outside(width) : null);
    const seen = inSight(width, height);
    const [apart, near] = [2, 4].map((part) => alone(region, width / part));
    const from = seenOf(region, at);
    if (!from) return look(at, 200, apart) || look(at, 200, near); // for when it is dragged into sight
    return look(from, 200, (point) => seen(point) && apart(point)) || look(from, 200, (point) => seen(point) && near(point));
  }

  /** Where the name of a region is looked for: at its own place, or where that is out of sight in the middle of what is seen of it, if anything is. */
  function seenOf(region, at) {
    const size = map.getSize();
    const own = inRegion(region);
    const { x, y } = map.layerPointToContainerPoint(at);
    if (x > 0 && y > 0 && x < size.x && y < size.y) return at;
    const points = [];
    for (let x = 20; x < size.x; x += 40) for (let y = 20; y < size.y; y += 40) points.push(map.containerPointToLayerPoint([x, y]));
    const seen = points.filter(own);
    const middle = seen.reduce((sum, point) => sum.add(point), L.point(0, 0)).divideBy(seen.length || 1);
    return seen.sort((a, b) => a.distanceTo(middle) - b.distanceTo(middle))[0];
  }

  /** A region whose name finds no room has its small one. */
  function narrower(taken, { label, marker, width, height }) {
    const region = regionOf({ label });
    const at = map.latLngToLayerPoint(marker.getLatLng());
    const [seen, apart] = [inSight(width, height), alone(region, width / 3)];
    return nearestFree(seenOf(region, at) || at, width / 2 + 1, height / 2, taken, 200, (point) => seen(point) && apart(point));
  }

  /** Or it stands beside all regions, with a line to a free spot of its own. */
  function besideIt(taken, { label, marker, span, width, height }) {
    const region = regionOf({ label });
    const at = map.latLngToLayerPoint(marker.getLatLng());
    const [away, seen] = [outside(width), inSight(width, height)];
    const others = scene.regions.filter((one) => one !== region).map(inRegion);
    const straight = (point) => [0.25, 0.5, 0.75].every((share) => !others.some((inside) => inside(point.add(at.subtract(point).multiplyBy(share)))));
    const found = nearestFree(at, width / 2 + 3, height / 2 + 1, taken, 260, (point) => seen(point) && away(point) && straight(point));
    // Halfway if it can be; the grid of places to try is coarse, so that of a small region is tried from its middle too.
    const spotNear = (point) => nearestFree(point, 3, 3, [...taken, found.box], 260, inRegion(region));
    const spot = found && (spotNear(found.point.add(at).divideBy(2)) || spotNear(at));
    if (!spot) return null;
    const { x, y } = spot.point;
    const nearest = L.point(Math.min(Math.max(x, found.box.x0), found.box.x1), Math.min(Math.max(y, found.box.y0), found.box.y1));
    const line = L.polyline([nearest, spot.point].map((point) => map.layerPointToLatLng(point)), on("limits", "leader"));
    const dot = L.circleMarker(map.layerPointToLatLng(spot.point), { ...on("limits", "leader dot"), radius: 2 });
    leaders.set(span, [line, dot].map((part) => part.addTo(nameLayer).getElement()));
    taken.push(spot.box);
    return found;
  }

  const ofRegions = (named) => [...named.filter(({ reading }) => reading?.in_force), ...named.filter(({ label }) => label?.region)];
  const ofOthers = (named) => [...named.filter(({ reading }) => reading && !reading.in_force), ...named.filter(({ label }) => label && !label.region)];

  return { boxAround, boxesOf, controls, free, whole, nearestFree, within, writeNames, placeNames, ofRegions, ofOthers, labelRim };
});
