/* Draws the scene. Every text of the data is shown through textContent or a text node: none becomes HTML,
   a script, a style or an address that runs. Nothing here decides: verdicts and words come with the data. */
(function () {
  "use strict";

  const scene = JSON.parse(document.getElementById("scene").textContent);
  // What is empty does not travel, nor what the table says; here each gets its place again.
  const rows = [...document.querySelectorAll("tbody tr")];
  scene.events = scene.events.map((event, index) => {
    const [name, dates, , , reason, distance] = [...rows[index].cells].map((cell) => cell.textContent);
    return {
      name, dates, reason, distance, parties: [...rows[index].cells[2].children].map((party) => party.textContent),
      start: "", end: "", kinds: [], readings: {}, distance_km: null, limit: "", flips: "",
      location: "", verification: "", notes: "", doubts: [], ...event,
      sources: (event.sources || []).map((number) => scene.sources[number]),
      places: (event.places || []).map((place) => ({
        name: "", role: "", kind: "point", at: null, lines: [], radius_km: 0, area: null, distance: "", aside: false, verdict: event.verdict, ...place,
      })),
    };
  });
  const VERDICTS = ["inside", "partly", "outside", "uncertain"];
  const COLOURS = { inside: "#b2182b", partly: "#e08214", outside: "#4d4d4d", uncertain: "#2f4b9c" };
  const SVG = "http://www.w3.org/2000/svg";
  const EARTH_KM = 6371.0088;
  const TOGETHER_PX = 19; // marks nearer than this on the screen become one, with a number
  const LONGEST_BAR_PX = 120;
  const narrow = window.matchMedia("(max-width: 860px)");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const byId = (id) => document.getElementById(id);

  document.documentElement.classList.add("js");

  // ------------------------------------------------------------------ small helpers

  function el(tag, properties, ...children) {
    const element = document.createElement(tag);
    Object.assign(element, properties);
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  }

  function svg(tag, attributes, ...children) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function symbol(verdict, size) {
    const use = svg("use", { href: "#mark-" + verdict });
    return svg("svg", { width: size, height: size, "aria-hidden": "true" }, use);
  }

  /** Integers (first position, then steps) back to [latitude, longitude] pairs. */
  function decode(coded, units) {
    const line = [];
    let x = 0;
    let y = 0;
    for (let i = 0; i < coded.length; i += 2) {
      x += coded[i];
      y += coded[i + 1];
      line.push([y / units, x / units]);
    }
    return line;
  }

  const shape = (coded) => decode(coded, scene.units.shape);
  const exact = (coded) => decode(coded, scene.units.place);

  const degrees = (value) => (value * Math.PI) / 180;

  /** The positions at one distance from a point, on a sphere: what "within 50 km" means on any projection. */
  function circleAround(at, radiusKm) {
    const [lon, lat] = at.map(degrees);
    const angle = Math.min(radiusKm / EARTH_KM, 1.5);
    const ring = [];
    for (let step = 0; step < 72; step += 1) {
      const bearing = degrees(step * 5);
      const sine = Math.sin(lat) * Math.cos(angle) + Math.cos(lat) * Math.sin(angle) * Math.cos(bearing);
      const east = Math.atan2(
        Math.sin(bearing) * Math.sin(angle) * Math.cos(lat),
        Math.cos(angle) - Math.sin(lat) * sine
      );
      ring.push([(Math.asin(sine) * 180) / Math.PI, ((lon + east) * 180) / Math.PI]);
    }
    return ring;
  }

  function minutes(value, letters) {
    const tenths = Math.round(Math.abs(value) * 600);
    const whole = Math.floor(tenths / 600);
    const rest = ((tenths % 600) / 10).toFixed(1).padStart(4, "0");
    return whole + "°" + rest + "′" + letters[value < 0 ? 1 : 0];
  }

  // ------------------------------------------------------------------ the map

  const [west, south, east, north] = scene.view;
  const zoneBounds = L.latLngBounds([south, west], [north, east]);
  const map = L.map("map", {
    zoomControl: false,
    zoomSnap: 0.25,
    zoomDelta: 1,
    minZoom: 3,
    maxZoom: 8,
    wheelPxPerZoomLevel: 120,
    scrollWheelZoom: false, // the wheel scrolls the page until the map has the focus
    zoomAnimation: !still.matches,
    fadeAnimation: false,
    inertia: !still.matches,
    attributionControl: true,
  });
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  map.attributionControl.setPrefix(false);
  map.attributionControl.getContainer().textContent = scene.attribution; // its own way in reads HTML
  map.fitBounds(zoneBounds, { padding: [12, 12], animate: false });

  function pane(name, zIndex) {
    map.createPane(name).style.zIndex = zIndex;
    return name;
  }
  pane("land", 210);
  pane("regions", 310);
  pane("limits", 350);
  pane("events", 420);
  pane("names", 560);
  pane("chosen", 580);
  map.getPane("names").style.pointerEvents = "none";
  const canvas = L.canvas({ pane: "land", padding: 0.5 });
  const drawing = {};
  for (const name of ["regions", "limits", "events", "chosen"]) drawing[name] = L.svg({ pane: name, padding: 0.5 });
  const on = (name, className) => ({ pane: name, renderer: drawing[name], className, interactive: false, smoothFactor: 0.6 });
  /* class names style the paths: Leaflet's own attributes are switched off by the style sheet */

  // land and graticule
  L.polygon(scene.land.map((ring) => [decode(ring, scene.units.land)]), {
    renderer: canvas, pane: "land", interactive: false, smoothFactor: 0.5,
    color: "#a39c86", weight: 0.7, fillColor: "#f3efe4", fillOpacity: 1,
  }).addTo(map);
  const meridians = [];
  for (let lon = 60; lon <= 220; lon += 5) meridians.push([[0, lon], [75, lon]]);
  for (let lat = 0; lat <= 75; lat += 5) meridians.push([[lat, 60], [lat, 220]]);
  L.polyline(meridians, { renderer: canvas, pane: "land", interactive: false, color: "#7fa3b5", weight: 0.6, opacity: 0.45 }).addTo(map);

  // regions, what hangs on the reading, limits
  for (const region of scene.regions) {
    L.polygon(region.certain.map(shape), on("regions", "region " + region.id)).addTo(map);
    if (region.doubtful.length) {
      L.polygon(region.doubtful.map(shape), on("regions", "region faint " + region.id)).addTo(map);
      L.polygon(region.doubtful.map(shape), on("regions", "hatched")).addTo(map);
    }
  }
  for (const limit of scene.limits) {
    const inner = limit.outer ? "" : " inner";
    L.polyline(limit.lines.map(shape), on("limits", "casing" + inner)).addTo(map);
    L.polyline(limit.lines.map(shape), on("limits", "limit " + limit.kind + inner)).addTo(map);
  }
  for (const reading of scene.readings) {
    L.polyline(reading.lines.map(shape), on("limits", "reading" + (reading.in_force ? " in_force" : ""))).addTo(map);
  }

  // ------------------------------------------------------------------ controls

  const zoom = L.control.zoom({ position: "topleft" }).addTo(map);
  // The map is one tab stop; plus and minus zoom from the keyboard.
  for (const link of zoom.getContainer().querySelectorAll("a")) link.tabIndex = -1;

  const Scale = L.Control.extend({
    options: { position: "bottomleft" },
    onAdd: function () {
      this._km = el("div");
      this._nmi = el("div");
      map.on("zoomend moveend resize", this._update, this);
      this._update();
      return el("div", { className: "scale" }, this._km, this._nmi);
    },
    _update: function () {
      const y = map.getSize().y / 2;
      const ends = [0, LONGEST_BAR_PX].map((x) => map.containerPointToLatLng([x, y]));
      const longestKm = map.distance(...ends) / 1000;
      this._bar(this._km, longestKm, "km");
      this._bar(this._nmi, longestKm / 1.852, "nmi");
    },
    _bar: function (bar, longest, unit) {
      const power = Math.pow(10, Math.floor(Math.log10(longest)));
      const length = [5, 4, 3, 2, 1].map((step) => step * power).find((step) => step <= longest);
      bar.style.width = (LONGEST_BAR_PX * length) / longest + "px";
      bar.textContent = Number(length.toPrecision(2)) + " " + unit;
    },
  });
  new Scale().addTo(map);

  const Pointer = L.Control.extend({
    options: { position: "bottomright" },
    onAdd: function () {
      const box = el("div", { className: "pointer" });
      map.on("mousemove", (event) => {
        const here = event.latlng.wrap();
        box.textContent = minutes(here.lat, "NS") + "  " + minutes(here.lng, "EW");
      });
      map.on("mouseout", () => { box.textContent = ""; });
      return box;
    },
  });
  new Pointer().addTo(map);

  // degrees of the graticule along the right and the lower edge
  const rim = [];
  function labelGraticule() {
    rim.splice(0).forEach((label) => label.remove());
    const bounds = map.getBounds();
    const size = map.getSize();
    const step = map.getZoom() < 4 ? 10 : 5;
    const put = (text, kind, style) => {
      const label = el("div", { className: "degrees " + kind, textContent: text, ariaHidden: "true" });
      Object.assign(label.style, style);
      map.getContainer().append(label);
      rim.push(label);
    };
    for (let lon = Math.ceil(bounds.getWest() / step) * step; lon <= bounds.getEast(); lon += step) {
      const x = map.latLngToContainerPoint([0, lon]).x;
      if (x > 24 && x < size.x - 40) put((lon > 180 ? 360 - lon : lon) + "°" + (lon > 180 ? "W" : "E"), "lon", { left: x + "px" });
    }
    for (let lat = Math.ceil(bounds.getSouth() / step) * step; lat <= bounds.getNorth(); lat += step) {
      const y = map.latLngToContainerPoint([lat, 0]).y;
      if (y > 12 && y < size.y - 70) put(lat + "°N", "lat", { top: y + "px" });
    }
  }

  // ------------------------------------------------------------------ what is shown, what is chosen

  let shown = scene.events.map((_, index) => index);
  let chosen = null;
  const order = () => [...document.querySelectorAll("tbody tr:not([hidden])")].map((row) => rows.indexOf(row));

  const eventLayer = L.layerGroup().addTo(map);
  const chosenLayer = L.layerGroup().addTo(map);
  const markLayer = L.layerGroup().addTo(map);
  const nameLayer = L.layerGroup().addTo(map);
  let marks = [];

  const latLng = (at) => L.latLng(at[1], at[0]);
  const wish = (name) => document.querySelector("#show [name=" + name + "]").checked;
  // With many exercises their circles would hide the map: each is then drawn when it is chosen.
  if (scene.events.reduce((sum, event) => sum + event.places.length, 0) > 40) document.querySelector("#show [name=circles]").checked = false;

  function drawEvents() {
    eventLayer.clearLayers();
    const [tracks, circles] = [wish("tracks"), wish("circles")];
    for (const index of shown) {
      for (const place of scene.events[index].places) {
        const style = (kind) => on("events", "event " + kind + " " + place.verdict);
        if (place.kind === "polygon" && tracks) L.polygon(place.lines.map(exact), style("polygon")).addTo(eventLayer);
        if (place.kind === "line" && tracks) L.polyline(place.lines.map(exact), style("line")).addTo(eventLayer);
        if (place.kind === "point" && circles && !place.aside && place.radius_km > 0) {
          L.polygon(circleAround(place.at, place.radius_km), style("circle")).addTo(eventLayer);
        }
      }
    }
  }

  function drawChosen() {
    chosenLayer.clearLayers();
    if (chosen === null) return;
    for (const place of scene.events[chosen].places) {
      const style = (kind) => on("chosen", "chosen " + kind);
      if (place.kind === "polygon") L.polygon(place.lines.map(exact), style("polygon")).addTo(chosenLayer);
      else if (place.kind === "line") L.polyline(place.lines.map(exact), style("line")).addTo(chosenLayer);
      else if (place.kind === "named_area") areaRings(place.area).forEach((ring) => L.polygon(ring, style("area")).addTo(chosenLayer));
      else if (place.kind === "point" && place.radius_km > 0) L.polygon(circleAround(place.at, place.radius_km), style("circle")).addTo(chosenLayer);
    }
  }

  const areaRings = (id) => (scene.areas[id] ? scene.areas[id].rings.map((ring) => decode(ring, scene.units.land)) : []);

  // ------------------------------------------------------------------ marks and names, laid out for one zoom

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

  /** Marks that would lie on each other become one group; places known by name alone stay apart. */
  function group() {
    const groups = [];
    const named = new Map();
    for (const index of shown) {
      for (const place of scene.events[index].places) {
        if (!place.at) continue;
        const member = { index, place };
        if (place.kind === "named_area") {
          if (!named.has(place.area)) named.set(place.area, { somewhere: true, point: map.latLngToLayerPoint(latLng(place.at)), members: [] });
          named.get(place.area).members.push(member);
          continue;
        }
        const point = map.latLngToLayerPoint(latLng(place.at));
        const near = groups.find((other) => other.point.distanceTo(point) < TOGETHER_PX);
        if (near) near.members.push(member);
        else groups.push({ somewhere: false, point, members: [member] });
      }
    }
    return groups.concat([...named.values()]);
  }

  const eventsOf = (marked) => [...new Set(marked.members.map((member) => member.index))];

  // Several of one verdict keep its shape; where verdicts differ, a ring in parts shows their shares.
  const RING_PX = 8.5;
  const OUTLINES = {
    inside: "M0-8.5A8.5 8.5 0 0 1 0 8.5A8.5 8.5 0 0 1 0-8.5Z",
    partly: "M0-11L12 8.5H-12Z",
    outside: "M-8-8H8V8H-8Z",
    uncertain: "M0-11.5L11.5 0L0 11.5L-11.5 0Z",
  };

  function ringOf(marked, verdicts) {
    const around = 2 * Math.PI * RING_PX;
    let turned = 0;
    return verdicts.map((verdict) => {
      const share = marked.members.filter((member) => member.place.verdict === verdict).length / marked.members.length;
      const part = svg("circle", {
        r: RING_PX, fill: "none", stroke: COLOURS[verdict], "stroke-width": 3.4,
        "stroke-dasharray": Math.max(share * around - 2, 1) + " " + around, transform: "rotate(" + (turned * 360 - 90) + ")",
      });
      turned += share;
      return part;
    });
  }

  function picture(marked) {
    // A narrow mark is drawn smaller as a whole: the dashed ring that says "somewhere" must stay to be seen.
    const size = marked.somewhere ? 34 : 22;
    const half = size / 2;
    const drawn = marked.somewhere ? marked.size : 22;
    const root = svg("svg", { width: drawn, height: drawn, class: drawn < 28 && marked.somewhere ? "narrow" : "", viewBox: [-half, -half, size, size].join(" "), "aria-hidden": "true" });
    const inner = marked.somewhere ? 18 : 20;
    if (marked.somewhere) root.append(svg("use", { href: "#somewhere", x: -half, y: -half, width: size, height: size }));
    const count = eventsOf(marked).length;
    if (count === 1) {
      const best = marked.members.find((member) => !member.place.aside) || marked.members[0];
      root.append(svg("use", { href: "#mark-" + best.place.verdict, x: -inner / 2, y: -inner / 2, width: inner, height: inner }));
      return root;
    }
    const verdicts = VERDICTS.filter((verdict) => marked.members.some((member) => member.place.verdict === verdict));
    if (verdicts.length === 1) {
      const [verdict] = verdicts;
      root.append(svg("path", {
        d: OUTLINES[verdict], fill: "#fff", stroke: "#fff", "stroke-width": 5.5, "stroke-linejoin": "round",
      }), svg("path", {
        d: OUTLINES[verdict], fill: "#fff", stroke: COLOURS[verdict], "stroke-width": 2.8, "stroke-linejoin": "round",
      }));
    } else {
      root.append(svg("circle", { r: RING_PX + 1.7, fill: "#fff" }));
      root.append(...ringOf(marked, verdicts));
    }
    root.append(svg("text", { y: 4 }, String(count)));
    return root;
  }

  function title(marked) {
    const names = eventsOf(marked).map((index) => scene.events[index].name.slice(0, 80));
    return names.slice(0, 6).join("\n") + (names.length > 6 ? "\n… " + (names.length - 6) + " more" : "");
  }

  function layOut() {
    markLayer.clearLayers();
    nameLayer.clearLayers();
    const taken = [];
    // True positions first; then the names of the regions; then the marks that may stand anywhere in an area;
    // then all other names.
    marks = group();
    for (const marked of marks) if (!marked.somewhere) taken.push(boxAround(marked.point, 10, 10));
    placeNames(taken, scene.labels.filter((label) => label.region));
    for (const marked of marks) {
      if (marked.somewhere) {
        const inside = within(areaRings(marked.members[0].place.area));
        // A narrower ring where there is no room for the wide one, so that no mark covers another.
        const tries = [34, 30, 26].map((size) => ({ size, place: nearestFree(marked.point, size / 2, size / 2, taken, 140, inside) }));
        const { size, place } = tries.find((one) => one.place) || tries[2];
        marked.size = size;
        if (place) marked.point = place.point;
        taken.push(boxAround(marked.point, marked.size / 2, marked.size / 2));
      }
      const icon = L.divIcon({ className: "mark", html: picture(marked), iconSize: marked.somewhere ? [marked.size, marked.size] : [22, 22] });
      marked.marker = L.marker(map.layerPointToLatLng(marked.point), { icon, keyboard: false, title: title(marked) })
        .on("click", () => choose(marked))
        .addTo(markLayer);
      const element = marked.marker.getElement();
      element.classList.toggle("supporting", marked.members.every((member) => member.place.aside));
    }
    showChosenMarks();
    nameReadings(taken);
    placeNames(taken, scene.labels.filter((label) => !label.region));
    labelRim();
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
    const span = el("span", { textContent: text });
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
      const allowed = region && within(region.certain.map(shape));
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
      const line = shape(reading.lines[0] || []);
      if (!line.length) continue;
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

  function showChosenMarks() {
    for (const marked of marks) {
      const hit = chosen !== null && marked.members.some((member) => member.index === chosen);
      marked.marker.getElement().classList.toggle("on", hit);
      marked.marker.setZIndexOffset(hit ? 1000 : 0);
    }
  }

  // ------------------------------------------------------------------ details

  function link(source) {
    const words = [source.title, source.publisher, source.date].filter(Boolean);
    const rest = words.slice(1).join(", ");
    let address = null;
    try {
      address = source.url ? new URL(source.url) : null;
    } catch (error) {
      address = null;
    }
    const heading = words[0] || "untitled";
    if (!address || !["http:", "https:"].includes(address.protocol)) return el("li", {}, heading, rest ? ". " + rest : "");
    return el("li", {}, el("a", { href: address.href, textContent: heading, target: "_blank", rel: "noopener noreferrer nofollow" }), rest ? ". " + rest : "");
  }

  function list(heading, items) {
    return items.length ? [el("h4", { textContent: heading }), el("ul", {}, ...items)] : [];
  }

  function fact(name, text) {
    return text ? [el("dt", { textContent: name }), el("dd", { textContent: text })] : [];
  }

  function placeItem(place) {
    const doubt = place.radius_km ? "known to within " + place.radius_km + " km" : "";
    const how = place.kind === "named_area" ? "somewhere in this area" : place.kind === "unknown" ? "not on the map" : doubt;
    const part = place.aside ? "not part of the verdict" : "";
    const words = [place.role, place.verdict, place.distance, how, part].filter(Boolean).join("; ");
    return el("li", {}, symbol(place.verdict, 18), el("span", {}, (place.name || "unnamed place") + " (" + words + ")"));
  }

  function showDetails(event) {
    const readings = Object.entries(event.readings).map(([name, verdict]) => name + ": " + verdict).join(", ") || "the same under all";
    byId("details-body").replaceChildren(
      el("h3", { textContent: event.name, dir: "auto" }),
      el("p", { textContent: event.dates + (event.parties.length ? " · " + event.parties.join(", ") : "") }),
      el("p", { className: "verdict-line" }, symbol(event.verdict, 20), event.verdict),
      el("p", { className: "reason", textContent: event.reason, dir: "auto" }),
      el("dl", {},
        ...fact("Distance", event.distance),
        ...fact("Nearest limit", event.limit),
        ...fact("Readings", readings),
        ...fact("What would flip it", event.flips),
        ...fact("Kinds", event.kinds.join(", ")),
        ...fact("As reported", event.location),
        ...fact("Checked", event.verification)),
      ...placesList(event),
      ...list("Doubts", event.doubts.map((doubt) => el("li", { textContent: doubt }))),
      ...list("Notes", event.notes ? [el("li", { textContent: event.notes })] : []),
      ...list("Sources", event.sources.map(link))
    );
  }

  function placesList(event) {
    if (!event.places.length) return [];
    return [el("h4", { textContent: "Places" }), el("ul", { className: "plain" }, ...event.places.map(placeItem))];
  }

  function showGroup(marked) {
    const where = marked.somewhere ? "somewhere in " + (scene.areas[marked.members[0].place.area]?.name || "this area") : "at this place";
    const indices = eventsOf(marked);
    byId("details-body").replaceChildren(
      el("h3", { textContent: indices.length + " exercises " + where }),
      el("ul", { className: "plain" }, ...indices.map((index) => {
        const event = scene.events[index];
        const button = el("button", { type: "button", textContent: event.name });
        button.addEventListener("click", () => select(index, { move: false }));
        return el("li", {}, symbol(event.verdict, 18), el("span", {}, button, " ", el("span", { className: "nowrap", textContent: event.dates })));
      }))
    );
  }

  // ------------------------------------------------------------------ choosing

  function choose(marked) {
    const indices = eventsOf(marked);
    if (indices.length === 1) select(indices[0], { move: false });
    else {
      clear();
      showGroup(marked);
    }
    if (narrow.matches) byId("details").scrollIntoView({ block: "nearest" });
  }

  function boundsOf(event) {
    const bounds = L.latLngBounds([]);
    for (const place of event.places) {
      if (place.kind === "named_area") areaRings(place.area).forEach((ring) => bounds.extend(L.latLngBounds(ring)));
      else if (place.kind === "point" && place.radius_km) bounds.extend(L.latLngBounds(circleAround(place.at, place.radius_km)));
      else if (place.lines.length) place.lines.forEach((line) => bounds.extend(L.latLngBounds(exact(line))));
      if (place.at) bounds.extend(latLng(place.at));
    }
    return bounds;
  }

  function select(index, { move }) {
    clear();
    chosen = index;
    const event = scene.events[index];
    showDetails(event);
    drawChosen();
    showChosenMarks();
    rows[index].setAttribute("aria-current", "true");
    const seen = order();
    byId("live").textContent = seen.indexOf(index) + 1 + " of " + seen.length + ": " + event.name + ", " + event.dates + ", " + event.verdict + ". " + event.reason;
    const bounds = boundsOf(event);
    if (move && bounds.isValid()) {
      // The zone stays in view: the map shows it whole, and as much beyond as the exercise needs.
      const wanted = L.latLngBounds([south, west], [north, east]).extend(bounds);
      const needed = map.getBoundsZoom(wanted);
      if (!map.getBounds().contains(bounds) || needed > map.getZoom()) {
        map.fitBounds(wanted, { padding: [12, 12], animate: !still.matches });
      }
    }
    remember("#exercise=" + encodeURIComponent(event.id));
  }

  function clear() {
    chosen = null;
    chosenLayer.clearLayers();
    rows.forEach((row) => row.removeAttribute("aria-current"));
    showChosenMarks();
  }

  /** In a notebook's frame the address cannot be changed; the map works without it. */
  function remember(hash) {
    try {
      history.replaceState(null, "", hash);
    } catch (error) {
      return;
    }
  }

  function step(by) {
    const seen = order();
    if (!seen.length) return;
    const at = seen.indexOf(chosen);
    const next = at < 0 ? (by > 0 ? 0 : seen.length - 1) : (at + by + seen.length) % seen.length;
    select(seen[next], { move: true });
  }

  byId("map").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "Escape") clear();
    else return;
    event.preventDefault();
  });

  // ------------------------------------------------------------------ the table

  rows.forEach((row, index) => {
    const cell = row.cells[0];
    const button = el("button", { type: "button", textContent: cell.textContent });
    button.addEventListener("click", () => {
      select(index, { move: true });
      byId("map").scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
    });
    cell.replaceChildren(button);
    row.cells[3].prepend(symbol(scene.events[index].verdict, 18));
  });

  const KEYS = [
    (event) => event.name.toLowerCase(),
    (event) => event.start || event.end,
    (event) => event.parties.join(),
    (event) => VERDICTS.indexOf(event.verdict),
    (event) => event.reason,
    (event) => event.distance_km ?? Infinity,
  ];
  document.querySelectorAll("thead th").forEach((header, column, headers) => {
    const button = el("button", { type: "button", textContent: header.textContent });
    header.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = header.getAttribute("aria-sort") === "ascending";
      headers.forEach((other) => other.removeAttribute("aria-sort"));
      header.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => KEYS[column](scene.events[rows.indexOf(row)]);
      const sorted = [...rows].sort((a, b) => {
        const [first, second] = [key(a), key(b)];
        return (first < second ? -1 : first > second ? 1 : rows.indexOf(a) - rows.indexOf(b)) * (down ? -1 : 1);
      });
      document.querySelector("tbody").append(...sorted);
    });
  });

  // ------------------------------------------------------------------ filters

  /** Months since year 0 of the first or the last day of "2017", "2017-03" or "2017-03-01"; null if unknown. */
  function month(text, last) {
    const parts = /^(\d{4})(?:-(\d{2}))?/.exec(text);
    if (!parts) return null;
    return Number(parts[1]) * 12 + (parts[2] ? Number(parts[2]) - 1 : last ? 11 : 0);
  }
  const spans = scene.events.map((event) => [
    month(event.start || event.end, false), month(event.end || event.start, true),
  ]);
  const monthWords = (value) => Math.floor(value / 12) + "-" + String((value % 12) + 1).padStart(2, "0");
  const form = document.querySelector("#filters form");

  function offer(select, values) {
    [...new Set(values)].sort().forEach((value) => select.append(el("option", { value, textContent: value })));
  }

  function filter() {
    const verdicts = new Set([...form.querySelectorAll("[name=verdict]:checked")].map((box) => box.value));
    const { party, kind, text } = form.elements;
    const [from, to] = [Number(form.elements.from.value), Number(form.elements.to.value)];
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = [];
    scene.events.forEach((event, index) => {
      const [first, last] = spans[index];
      const hay = [event.name, event.location, event.reason, event.notes, ...event.parties, ...event.kinds, ...event.places.map((place) => place.name)].join(" ").toLowerCase();
      const fits = verdicts.has(event.verdict)
        && (!party.value || event.parties.includes(party.value))
        && (!kind.value || event.kinds.includes(kind.value))
        && (first === null || (first <= to && last >= from))
        && words.every((word) => hay.includes(word));
      if (fits) shown.push(index);
      rows[index].hidden = !fits;
    });
    form.elements["from-words"].value = monthWords(from);
    form.elements["to-words"].value = monthWords(to);
    byId("shown").textContent = shown.length + " of " + scene.events.length + " exercises shown";
    if (chosen !== null && !shown.includes(chosen)) clear();
    drawEvents();
    layOut();
  }

  if (form) {
    offer(form.elements.party, scene.events.flatMap((event) => event.parties));
    offer(form.elements.kind, scene.events.flatMap((event) => event.kinds));
    const known = spans.flat().filter((value) => value !== null);
    for (const name of ["from", "to"]) {
      const slider = form.elements[name];
      slider.min = known.length ? Math.min(...known) : 0;
      slider.max = known.length ? Math.max(...known) : 0;
      slider.value = name === "from" ? slider.min : slider.max;
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", filter);
    filter();
  } else {
    drawEvents();
    layOut();
  }

  byId("show").addEventListener("input", () => {
    byId("map").classList.toggle("without-names", !wish("names"));
    byId("map").classList.toggle("without-readings", !wish("readings"));
    drawEvents();
  });

  // ------------------------------------------------------------------ taking it along

  const about = { ...scene.about, caveat: document.querySelector(".caveat").textContent };

  /** A cell for a spreadsheet: quoted, and never the beginning of a formula. */
  function csvCell(value) {
    const text = String(value ?? "");
    const safe = typeof value === "string" && /^[=+\-@\t\r\n]/.test(text) ? "'" + text : text;
    return /[",\n\r]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  }

  const facts = (event) => ({
    id: event.id, name: event.name, start: event.start, end: event.end,
    parties: event.parties.join("; "), kinds: event.kinds.join("; "), verdict: event.verdict,
    distance_km: event.distance_km, nearest_limit: event.limit, would_flip: event.flips, reason: event.reason,
    sources: event.sources.map((source) => [source.title, source.publisher, source.date, source.url].filter(Boolean).join(", ")).join("; "),
  });

  function asCsv(events) {
    const table = events.map((event) => ({ ...facts(event), ...about }));
    const columns = Object.keys(table[0] || {});
    return [columns, ...table.map((row) => columns.map((column) => row[column]))]
      .map((row) => row.map(csvCell).join(",") + "\r\n").join("");
  }

  const west180 = (lon) => (lon > 180 ? lon - 360 : lon);

  /** Rings come counterclockwise around areas and clockwise around their holes, each hole after its area. */
  function withRing(polygons, ring) {
    const closed = [...ring, ring[0]];
    const area = closed.slice(1).reduce((sum, [x, y], index) => sum + closed[index][0] * y - x * closed[index][1], 0);
    if (area > 0 || !polygons.length) return [...polygons, [ring]];
    return [...polygons.slice(0, -1), [...polygons[polygons.length - 1], ring]];
  }

  function geometryOf(place) {
    const lines = place.lines.map((line) => exact(line).map(([lat, lon]) => [west180(lon), lat]));
    if (place.kind === "line") return { type: "MultiLineString", coordinates: lines };
    if (place.kind === "polygon") return { type: "MultiPolygon", coordinates: lines.reduce(withRing, []) };
    return place.kind === "point" ? { type: "Point", coordinates: [west180(place.at[0]), place.at[1]] } : null;
  }

  function asGeoJson(events) {
    const features = events.flatMap((event) => event.places.map((place) => ({
      type: "Feature",
      properties: {
        ...facts(event), place: place.name, role: place.role, place_verdict: place.verdict,
        uncertainty_km: place.radius_km, named_area: place.area,
      },
      geometry: geometryOf(place),
    })));
    return JSON.stringify({ type: "FeatureCollection", about, features });
  }

  byId("downloads")?.addEventListener("click", (click) => {
    const kind = click.target.value;
    if (!kind) return;
    const listed = order().map((index) => scene.events[index]);
    const type = kind === "csv" ? "text/csv;charset=utf-8" : "application/geo+json";
    const address = URL.createObjectURL(new Blob([kind === "csv" ? "\ufeff" + asCsv(listed) : asGeoJson(listed)], { type }));
    const link = el("a", { href: address, download: "dezone-exercises." + kind });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  });

  // ------------------------------------------------------------------ sizes, print, the address

  map.on("zoomend resize viewreset", layOut);
  map.on("moveend", labelRim);
  if (narrow.matches) byId("legend").open = false;

  let before = null;
  window.addEventListener("beforeprint", () => {
    before = { center: map.getCenter(), zoom: map.getZoom(), open: byId("legend").open };
    byId("legend").open = true;
    byId("map").style.width = "680px";
    byId("map").style.height = "620px";
    map.invalidateSize({ animate: false });
    map.fitBounds(zoneBounds, { animate: false, padding: [4, 4] });
  });
  window.addEventListener("afterprint", () => {
    if (!before) return;
    byId("legend").open = before.open;
    byId("map").style.width = "";
    byId("map").style.height = "";
    map.invalidateSize({ animate: false });
    map.setView(before.center, before.zoom, { animate: false });
    before = null;
  });

  /** The exercise that the address names, if there is one: any other address is left alone. */
  function follow() {
    const wanted = location.hash.startsWith("#exercise=") ? location.hash.slice(10) : "";
    let id = "";
    try {
      id = decodeURIComponent(wanted);
    } catch (error) {
      return;
    }
    const index = id ? scene.events.findIndex((event) => event.id === id) : -1;
    if (index >= 0) select(index, { move: true });
  }
  window.addEventListener("hashchange", follow);
  follow();
  document.documentElement.classList.add("ready");
})();
