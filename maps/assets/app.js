/* Draws the scene. Every text of the data is shown through textContent or a text node: none becomes HTML,
   a script, a style or an address that runs. Nothing here decides: verdicts and words come with the data. */
(async function () {
  "use strict";

  const scene = JSON.parse(document.getElementById("scene").textContent);
  const VERDICTS = ["inside", "partly", "outside", "uncertain"];
  const COLOURS = { inside: "#b2182b", partly: "#e08214", outside: "#4d4d4d", uncertain: "#2f4b9c" };
  const SVG = "http://www.w3.org/2000/svg";
  const EARTH_KM = 6371.0088;
  const TOGETHER_PX = 19; // marks nearer than this on the screen become one, with a number
  const LONGEST_BAR_PX = 120;
  const MOST_LISTED = 100; // of a group
  const narrow = window.matchMedia("(max-width: 860px)");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const byId = (id) => document.getElementById(id);

  document.documentElement.classList.add("js");

  /** A text of the page, with values put in for each pair of braces. */
  const say = (key, ...values) => scene.say[key].split("{}").map((part, index) => (index ? values[index - 1] : "") + part).join("");
  const counted = (number) => number.toLocaleString("en");

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

  /** Lines that the JSON names by where they begin and how many they are, as [latitude, longitude] pairs. */
  let packedLines = [];
  function drawn([first, count], units) {
    return packedLines.slice(first, first + count).map((line) => {
      const points = [];
      for (let i = 0; i < line.length; i += 2) points.push([line[i + 1] / units, line[i] / units]);
      return points;
    });
  }
  const shapes = (ref) => drawn(ref, scene.units.shape);
  const exacts = (ref) => drawn(ref, scene.units.place);
  const lands = (ref) => drawn(ref, scene.units.land);

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
    maxZoom: scene.columns ? 11 : 8,
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
  dezone.map = map; // for the layers of a map that is not strict

  let columns = null;
  try {
    const [lineBytes, columnBytes] = await Promise.all([dezone.unpack(scene.lines), scene.columns ? dezone.unpack(scene.columns) : null]);
    packedLines = dezone.linesOf(lineBytes);
    columns = columnBytes && dezone.columns(columnBytes, scene);
  } catch (error) {
    byId("check-answer").textContent = say("no_answer");
    return;
  }

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
  L.polygon(lands(scene.land).map((ring) => [ring]), {
    renderer: canvas, pane: "land", interactive: false, smoothFactor: 0.5,
    color: "#a39c86", weight: 0.7, fillColor: "#f3efe4", fillOpacity: 1,
  }).addTo(map);
  const meridians = [];
  for (let lon = 60; lon <= 220; lon += 5) meridians.push([[0, lon], [75, lon]]);
  for (let lat = 0; lat <= 75; lat += 5) meridians.push([[lat, 60], [lat, 220]]);
  L.polyline(meridians, { renderer: canvas, pane: "land", interactive: false, color: "#7fa3b5", weight: 0.6, opacity: 0.45 }).addTo(map);

  const borders = L.polyline(lands(scene.borders), {
    renderer: canvas, pane: "land", interactive: false, smoothFactor: 0.5, color: "#8d8570", weight: 1, dashArray: "5 3",
  });

  // regions, what hangs on the reading, limits
  for (const region of scene.regions) {
    L.polygon(shapes(region.certain), on("regions", "region " + region.id)).addTo(map);
    if (region.doubtful[1]) {
      L.polygon(shapes(region.doubtful), on("regions", "region faint " + region.id)).addTo(map);
      L.polygon(shapes(region.doubtful), on("regions", "hatched")).addTo(map);
    }
  }
  for (const limit of scene.limits) {
    const inner = limit.outer ? "" : " inner";
    L.polyline(shapes(limit.lines), on("limits", "casing" + inner)).addTo(map);
    L.polyline(shapes(limit.lines), on("limits", "limit " + limit.kind + inner)).addTo(map);
  }
  for (const reading of scene.readings) {
    L.polyline(exacts(reading.lines), on("limits", "reading" + (reading.in_force ? " in_force" : ""))).addTo(map);
  }

  // ------------------------------------------------------------------ controls

  const zoom = L.control.zoom({ position: "topleft", zoomInTitle: say("zoom_in"), zoomOutTitle: say("zoom_out") }).addTo(map);
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

  const rows = [...document.querySelectorAll("tbody tr")];
  const tableBody = document.querySelector("tbody");
  const rowIndex = new Map(rows.map((row, index) => [row, index]));

  // What is empty does not travel, nor what the table says; here each gets its place again.
  const EMPTY = {
    start: "", end: "", kinds: [], readings: {}, distance_km: null, limit: "", flips: "", location: "", verification: "",
    notes: "", doubts: [], places: [], sources: [], reason: "", distance: "", parties: [],
  };
  const EMPTY_PLACE = { name: "", role: "", kind: "point", at: null, lines: [0, 0], radius_km: 0, area: null, distance: "", aside: false };
  const inTable = rows.map((row) => {
    const [name, dates, parties, , reason, distance] = row.cells;
    return {
      name: name.textContent, dates: dates.textContent, reason: reason.textContent, distance: distance.textContent,
      parties: [...parties.children].map((party) => party.textContent),
    };
  });
  function dateWords(start, end) {
    if (!start && !end) return "";
    return !end || start === end ? start : (start || "?") + " – " + end;
  }
  function filled(event, index) {
    return {
      ...EMPTY, dates: dateWords(event.start, event.end), ...inTable[index], ...event,
      sources: (event.sources || []).map((number) => scene.sources[number]),
      places: (event.places || []).map((place) => ({ ...EMPTY_PLACE, verdict: event.verdict, ...place })),
    };
  }
  const objects = columns ? [] : scene.events.map(filled);
  const total = columns ? columns.length : objects.length;
  const eventAt = (index) => (columns ? filled(columns.eventAt(index), index) : objects[index]);

  let shown = Array.from({ length: total }, (_, index) => index);
  let chosen = null;
  const order = () => (columns ? shown : [...document.querySelectorAll("tbody tr:not([hidden])")].map((row) => rowIndex.get(row)));

  const eventLayer = L.layerGroup().addTo(map);
  const chosenLayer = L.layerGroup().addTo(map);
  const markLayer = L.layerGroup().addTo(map);
  const nameLayer = L.layerGroup().addTo(map);
  let marks = [];

  const latLng = (at) => L.latLng(at[1], at[0]);
  const wish = (name) => document.querySelector("#show [name=" + name + "]").checked;
  // With many exercises their circles would hide the map: each is then drawn when it is chosen.
  if (!columns && objects.reduce((sum, event) => sum + event.places.length, 0) > 40) document.querySelector("#show [name=circles]").checked = false;

  function drawEvents() {
    if (columns) return; // each is drawn when it is chosen
    eventLayer.clearLayers();
    const [tracks, circles] = [wish("tracks"), wish("circles")];
    for (const index of shown) {
      for (const place of objects[index].places) {
        const style = (kind) => on("events", "event " + kind + " " + place.verdict);
        if (place.kind === "polygon" && tracks) L.polygon(exacts(place.lines), style("polygon")).addTo(eventLayer);
        if (place.kind === "line" && tracks) L.polyline(exacts(place.lines), style("line")).addTo(eventLayer);
        if (place.kind === "point" && circles && !place.aside && place.radius_km > 0) {
          L.polygon(circleAround(place.at, place.radius_km), style("circle")).addTo(eventLayer);
        }
      }
    }
  }

  function drawChosen() {
    chosenLayer.clearLayers();
    if (chosen === null) return;
    for (const place of eventAt(chosen).places) {
      if (columns && place.at && place.kind !== "named_area") L.circleMarker(latLng(place.at), { ...on("chosen", "chosen ring"), radius: 11 }).addTo(chosenLayer);
      const style = (kind) => on("chosen", "chosen " + kind);
      if (place.kind === "polygon") L.polygon(exacts(place.lines), style("polygon")).addTo(chosenLayer);
      else if (place.kind === "line") L.polyline(exacts(place.lines), style("line")).addTo(chosenLayer);
      else if (place.kind === "named_area") areaRings(place.area).forEach((ring) => L.polygon(ring, style("area")).addTo(chosenLayer));
      else if (place.kind === "point" && place.radius_km > 0) L.polygon(circleAround(place.at, place.radius_km), style("circle")).addTo(chosenLayer);
    }
  }

  const areaRings = (id) => (Object.hasOwn(scene.areas, id || "") ? lands(scene.areas[id].rings) : []);

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
      for (const place of objects[index].places) {
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
    const names = eventsOf(marked).map((index) => eventAt(index).name.slice(0, 80));
    return names.slice(0, 6).join("\n") + (names.length > 6 ? "\n" + say("and_more", names.length - 6) : "");
  }

  // With many exercises: one canvas over the whole map, drawn anew for each view.
  const Groups = L.Layer.extend({
    onAdd: function () {
      this._canvas = el("canvas", { className: "groups leaflet-zoom-hide" });
      this.getPane("events").append(this._canvas);
    },
    draw: function () {
      const size = map.getSize();
      const [pen, ratio] = [this._canvas.getContext("2d"), window.devicePixelRatio || 1];
      L.DomUtil.setPosition(this._canvas, map.containerPointToLayerPoint([0, 0]));
      [this._canvas.width, this._canvas.height] = [size.x * ratio, size.y * ratio];
      [this._canvas.style.width, this._canvas.style.height] = [size.x + "px", size.y + "px"];
      const corner = map.getPixelBounds().min;
      this.groups = columns.group(shown, 256 * 2 ** map.getZoom(), corner.x, corner.y, size.x, size.y);
      pen.scale(ratio, ratio);
      columns.draw(pen, this.groups);
    },
    hit: function (point) {
      return this.groups.findLast((one) => Math.hypot(one.x - point.x, one.y - point.y) <= one.reach + 3);
    },
  });
  const groups = columns ? new Groups().addTo(map) : null;

  function layOutMany() {
    nameLayer.clearLayers();
    groups.draw();
    const taken = groups.groups.map((one) => boxAround(map.containerPointToLayerPoint([one.x, one.y]), one.reach, one.reach));
    placeNames(taken, scene.labels.filter((label) => label.region));
    nameReadings(taken);
    placeNames(taken, scene.labels.filter((label) => !label.region));
    labelRim();
  }

  function layOut() {
    if (columns) return layOutMany();
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
        // Smaller nearby rather than wide far off: far off it would seem to mean another place.
        const tries = [[34, 60], [30, 60], [26, 60], [34, 140], [30, 140], [26, 140], [22, 140]].map(([size, reach]) => ({ size, reach }));
        const placed = (one) => nearestFree(marked.point, one.size / 2, one.size / 2, taken, one.reach, inside);
        const { size, place } = tries.reduce((found, one) => (found.place ? found : { size: one.size, place: placed(one) }), { place: null });
        marked.size = size;
        if (place) marked.point = place.point;
        taken.push(boxAround(marked.point, marked.size / 2, marked.size / 2));
      }
      const icon = L.divIcon({ className: "mark", html: picture(marked), iconSize: marked.somewhere ? [marked.size, marked.size] : [22, 22] });
      marked.marker = L.marker(map.layerPointToLatLng(marked.point), { icon, keyboard: false, title: title(marked) })
        .on("click", () => choose(eventsOf(marked), marked.somewhere ? marked.members[0].place.area : undefined))
        .addTo(markLayer);
      const element = marked.marker.getElement();
      element.classList.toggle("supporting", marked.members.every((member) => member.place.aside));
    }
    showChosenMarks();
    nameReadings(taken);
    placeNames(taken, scene.labels.filter((label) => !label.region));
    return labelRim();
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
    const heading = words[0] || say("untitled");
    if (!address || !["http:", "https:"].includes(address.protocol)) return el("li", {}, heading, rest ? ". " + rest : "");
    return el("li", {}, el("a", { href: address.href, textContent: heading, target: "_blank", rel: "noopener noreferrer nofollow" }), rest ? ". " + rest : "");
  }

  function list(heading, items) {
    return items.length ? [el("h4", { textContent: say(heading) }), el("ul", {}, ...items)] : [];
  }

  function fact(name, text) {
    return text ? [el("dt", { textContent: say(name) }), el("dd", { textContent: text })] : [];
  }

  function placeItem(place) {
    const doubt = place.radius_km ? say("known_within", place.radius_km) : "";
    const how = place.kind === "named_area" ? say("somewhere") : place.kind === "unknown" ? say("not_on_map") : doubt;
    const part = place.aside ? say("not_part") : "";
    const words = [place.role, place.verdict, place.distance, how, part].filter(Boolean).join("; ");
    return el("li", {}, symbol(place.verdict, 18), el("span", {}, (place.name || say("unnamed")) + " (" + words + ")"));
  }

  function showDetails(event) {
    const readings = Object.entries(event.readings).map(([name, verdict]) => name + ": " + verdict).join(", ") || say("same");
    const point = columns && !event.reason && event.places.find((place) => place.kind === "point" && !place.aside && !place.radius_km);
    const measured = point ? zone().check({ lon: west180(point.at[0]), lat: point.at[1] }).find((one) => one.reading.in_force) : null;
    byId("details-body").replaceChildren(
      el("h3", { textContent: event.name, dir: "auto" }),
      el("p", { textContent: event.dates + (event.parties.length ? " · " + event.parties.join(", ") : "") }),
      el("p", { className: "verdict-line" }, symbol(event.verdict, 20), event.verdict),
      el("p", { className: "reason", textContent: event.reason, dir: "auto" }),
      el("dl", {},
        ...fact("distance", measured ? distanceWords(measured.distance_km) : event.distance),
        ...fact("nearest_limit", measured ? measured.limit : event.limit),
        ...fact("readings", readings),
        ...fact("flips", event.flips),
        ...fact("kinds", event.kinds.join(", ")),
        ...fact("as_reported", event.location),
        ...fact("checked", event.verification)),
      ...placesList(event),
      ...list("doubts", event.doubts.map((doubt) => el("li", { textContent: doubt }))),
      ...list("notes", event.notes ? [el("li", { textContent: event.notes })] : []),
      ...list("sources", event.sources.map(link))
    );
  }

  function placesList(event) {
    if (!event.places.length) return [];
    return [el("h4", { textContent: say("places") }), el("ul", { className: "plain" }, ...event.places.map(placeItem))];
  }

  const areaName = (id) => (Object.hasOwn(scene.areas, id || "") ? scene.areas[id].name : say("area_here"));

  function showGroup(indices, area) {
    const heading = area === undefined ? say("at_place", counted(indices.length)) : say("somewhere_in", counted(indices.length), areaName(area));
    byId("details-body").replaceChildren(
      el("h3", { textContent: heading }),
      el("ul", { className: "plain" }, ...indices.slice(0, MOST_LISTED).map((index) => {
        const event = eventAt(index);
        const button = el("button", { type: "button", textContent: event.name });
        button.addEventListener("click", () => select(index, { move: false }));
        return el("li", {}, symbol(event.verdict, 18), el("span", {}, button, " ", el("span", { className: "nowrap", textContent: event.dates })));
      })),
      indices.length > MOST_LISTED ? el("p", { textContent: say("and_more", counted(indices.length - MOST_LISTED)) }) : ""
    );
  }

  // ------------------------------------------------------------------ choosing

  function choose(indices, area) {
    if (indices.length === 1) select(indices[0], { move: false });
    else {
      clear();
      showGroup(indices, area);
    }
    if (narrow.matches) byId("details").scrollIntoView({ block: "nearest" });
  }

  function boundsOf(event) {
    const bounds = L.latLngBounds([]);
    for (const place of event.places) {
      if (place.kind === "named_area") areaRings(place.area).forEach((ring) => bounds.extend(L.latLngBounds(ring)));
      else if (place.kind === "point" && place.radius_km) bounds.extend(L.latLngBounds(circleAround(place.at, place.radius_km)));
      else exacts(place.lines).forEach((line) => bounds.extend(L.latLngBounds(line)));
      if (place.at) bounds.extend(latLng(place.at));
    }
    return bounds;
  }

  function select(index, { move }) {
    clear();
    chosen = index;
    const event = eventAt(index);
    showDetails(event);
    drawChosen();
    showChosenMarks();
    currentRow(index)?.setAttribute("aria-current", "true");
    const seen = order();
    byId("live").textContent = say("step", counted(seen.indexOf(index) + 1), counted(seen.length), event.name, event.dates, event.verdict, event.reason);
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
    document.querySelector("tr[aria-current]")?.removeAttribute("aria-current");
    showChosenMarks();
  }

  const currentRow = (index) => (columns ? [...rowIndex.keys()].find((row) => rowIndex.get(row) === index) : rows[index]);

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
    else if (event.key === "Escape") {
      clear();
      forget();
    }
    else return;
    event.preventDefault();
  });

  // ------------------------------------------------------------------ the table

  function equip(row, index) {
    const cell = row.cells[0];
    const button = el("button", { type: "button", textContent: cell.textContent });
    button.addEventListener("click", () => {
      select(index, { move: true });
      byId("map").scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
    });
    cell.replaceChildren(button);
    row.cells[3].prepend(symbol(eventAt(index).verdict, 18));
  }
  // The table is below the map: with many exercises it gets its buttons when the map is there.
  if (columns) setTimeout(() => rows.forEach(equip), 0);
  else rows.forEach(equip);

  /** With many exercises the table holds the first of those that are shown. */
  function fillTable() {
    const [first, last] = [shown[0], shown[Math.min(shown.length, rows.length) - 1]];
    const asWritten = first === 0 && last === rows.length - 1;
    if (asWritten && tableBody.firstElementChild === rows[0] && tableBody.childElementCount === rows.length) return;
    rowIndex.clear();
    if (asWritten) rows.forEach((row, index) => rowIndex.set(row, index));
    const filledRows = rowIndex.size ? rows : shown.slice(0, rows.length).map((index) => {
      const event = eventAt(index);
      const row = el("tr", {},
        el("th", { scope: "row", dir: "auto", textContent: event.name }), el("td", { textContent: event.dates }),
        el("td", { textContent: event.parties.join(", ") }), el("td", { textContent: event.verdict }),
        el("td", { dir: "auto", textContent: event.reason }), el("td", { textContent: event.distance }));
      equip(row, index);
      rowIndex.set(row, index);
      return row;
    });
    tableBody.replaceChildren(...filledRows);
  }

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
      const sorted = [...rowIndex].map(([row, index]) => ({ row, index, key: KEYS[column](eventAt(index)) })).sort((a, b) => (
        (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index) * (down ? -1 : 1)
      ));
      tableBody.append(...sorted.map(({ row }) => row));
    });
  });

  // ------------------------------------------------------------------ filters

  /** Months since year 0 of the first or the last day of "2017", "2017-03" or "2017-03-01"; null if unknown. */
  function month(text, last) {
    const parts = /^(\d{4})(?:-(\d{2}))?/.exec(text);
    if (!parts) return null;
    return Number(parts[1]) * 12 + (parts[2] ? Number(parts[2]) - 1 : last ? 11 : 0);
  }
  const spans = columns ? columns.dates.map((date) => [month(date, false), month(date, true)]) : objects.map((event) => [
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
    if (columns) {
      shown = columns.select({ verdicts, party: party.value, kind: kind.value, words, from, to, month });
      fillTable();
    } else {
      shown = objects.map((event, index) => index).filter((index) => {
        const event = objects[index];
        const [first, last] = spans[index];
        const hay = [event.name, event.location, event.reason, event.notes, ...event.parties, ...event.kinds, ...event.places.map((place) => place.name)].join(" ").toLowerCase();
        return verdicts.has(event.verdict)
          && (!party.value || event.parties.includes(party.value))
          && (!kind.value || event.kinds.includes(kind.value))
          && (first === null || (first <= to && last >= from))
          && words.every((word) => hay.includes(word));
      });
      const kept = new Set(shown);
      rows.forEach((row, index) => { row.hidden = !kept.has(index); });
    }
    form.elements["from-words"].value = monthWords(from);
    form.elements["to-words"].value = monthWords(to);
    byId("shown").textContent = say("exercises_shown", counted(shown.length), counted(total))
      + (shown.length > rows.length ? say("first_rows", counted(rows.length)) : "");
    if (chosen !== null && !shown.includes(chosen)) clear();
    drawEvents();
    layOut();
  }

  if (form) {
    offer(form.elements.party, columns ? columns.parties.map((code) => (Object.hasOwn(scene.parties, code) ? scene.parties[code] : code)) : objects.flatMap((event) => event.parties));
    offer(form.elements.kind, columns ? columns.kinds : objects.flatMap((event) => event.kinds));
    const known = spans.flat().filter((value) => value !== null);
    for (const name of ["from", "to"]) {
      const slider = form.elements[name];
      slider.min = known.length ? known.reduce((a, b) => Math.min(a, b)) : 0;
      slider.max = known.length ? known.reduce((a, b) => Math.max(a, b)) : 0;
      slider.value = name === "from" ? slider.min : slider.max;
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    // Typing among very many waits for a pause.
    let pause = 0;
    form.addEventListener("input", () => {
      clearTimeout(pause);
      if (total > 5000) pause = setTimeout(filter, 150);
      else filter();
    });
    filter();
  } else {
    drawEvents();
    layOut();
  }

  byId("show").addEventListener("input", () => {
    byId("map").classList.toggle("without-names", !wish("names"));
    byId("map").classList.toggle("without-readings", !wish("readings"));
    if (wish("borders")) borders.addTo(map);
    else borders.remove();
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

  function asCsv(records) {
    const names = [...Object.keys(records[0] || {}), ...Object.keys(about)];
    const line = (cells) => cells.map(csvCell).join(",") + "\r\n";
    return line(names) + records.map((record) => line(names.map((name) => (name in about && !(name in record) ? about[name] : record[name])))).join("");
  }

  const asGeoJson = (features) => JSON.stringify({
    type: "FeatureCollection", about, features: features.map(([geometry, properties]) => ({ type: "Feature", properties, geometry })),
  });

  const facts = (event) => ({
    id: event.id, name: event.name, start: event.start, end: event.end,
    parties: event.parties.join("; "), kinds: event.kinds.join("; "), verdict: event.verdict,
    distance_km: event.distance_km, nearest_limit: event.limit, would_flip: event.flips, reason: event.reason,
    sources: event.sources.map((source) => [source.title, source.publisher, source.date, source.url].filter(Boolean).join(", ")).join("; "),
  });

  const west180 = (lon) => (lon > 180 ? lon - 360 : lon);
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

  const MAKE = {
    "verdicts.csv": () => asCsv(order().map((index) => facts(eventAt(index)))),
    "verdicts.geojson": () => asGeoJson(order().flatMap((index) => {
      const event = eventAt(index);
      return event.places.map((place) => [geometryOf(place), {
        ...facts(event), place: place.name, role: place.role, place_verdict: place.verdict,
        uncertainty_km: place.radius_km, named_area: place.area,
      }]);
    })),
    "regions.geojson": () => asGeoJson(regionRecords().map(([polygons, record]) => [{ type: "MultiPolygon", coordinates: polygons }, record])),
    "regions.csv": () => asCsv(regionRecords().map(([polygons, record]) => ({
      ...record, wkt: "MULTIPOLYGON(" + polygons.map((rings) => "(" + rings.map((ring) => "(" + ring.map((at) => at.join(" ")).join(",") + ")").join(",") + ")").join(",") + ")",
    }))),
    "check.csv": () => asCsv(checkRecords()),
    "check.geojson": () => asGeoJson(checkRecords().map((record) => [{ type: "Point", coordinates: [record.longitude, record.latitude] }, record])),
  };

  function regionRecords() {
    const rings = zone().outlines(scene.readings.find((reading) => reading.in_force));
    return scene.regions.map((region) => [polygonsOf(rings.get(region.id)), { id: region.id, name: region.name }]);
  }

  const checkRecords = () => answer.results.map((result) => ({
    latitude: answer.at.lat, longitude: answer.at.lon, reading_checked: result.reading.short,
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

  // ------------------------------------------------------------------ check a place

  let made = null;
  let answer = null;
  const checkLayer = L.layerGroup().addTo(map);

  /** The zone as answers see it: the edges as they are, not as they are drawn. */
  function zone() {
    if (made) return made;
    const unit = scene.units.place;
    const edgesOf = ({ words, about, lines: [first, count], exact }) => {
      const points = packedLines.slice(first, first + count).map((line) => Float64Array.from(line, (value) => value / unit));
      for (const [line, index, lon, lat] of exact) points[line].set([lon, lat], 2 * index);
      return about.map((numbers, index) => {
        const [name, kind, left, right] = numbers.map((number) => words[number]);
        return { name, kind, left, right, points: points[index] };
      });
    };
    const edges = edgesOf(scene.edges);
    for (const reading of scene.readings) {
      const [from, number] = reading.lines;
      reading.parts = packedLines.slice(from, from + number).map((line, part) => {
        const exact = Float64Array.from(line, (value, index) => (index % 2 ? reading.southern_limit : value / unit));
        [exact[0], exact[exact.length - 2]] = reading.ends[part];
        return exact;
      });
    }
    made = dezone.makeZone({ regions: scene.regions.map((region) => region.id), cut: scene.cut, edges, outlines: scene.outlines ? edgesOf(scene.outlines) : edges, readings: scene.readings });
    return made;
  }
  dezone.check = (place) => zone().check(place);

  function lengths(km) {
    const [size, nmi] = [Math.abs(km), Math.abs(km) / 1.852];
    if (size < 1) return (size * 1000).toFixed(0) + " m (" + nmi.toFixed(2) + " nmi)";
    return size < 1000 ? size.toFixed(1) + " km (" + nmi.toFixed(1) + " nmi)" : counted(Math.round(size)) + " km (" + counted(Math.round(nmi)) + " nmi)";
  }
  const distanceWords = (km) => (Math.abs(km) < 0.0005 ? say("on_limit") : lengths(km) + " " + say(km < 0 ? "inside" : "outside"));

  function check(at, { move }) {
    const results = zone().check(at);
    answer = { at, results };
    const now = results.find((one) => one.reading.in_force);
    const region = scene.regions.find((one) => one.id === now.region);
    const oneLimit = new Set(results.map((one) => one.limit)).size === 1;
    const oneAnswer = oneLimit && new Set(results.map((one) => one.distance_km)).size === 1;
    const verdict = now.region ? "inside" : "outside";
    const hangs = new Set(results.map((one) => Boolean(one.region))).size > 1 ? ", " + say("hangs") : "";
    const button = (form) => el("button", { type: "button", value: "check." + form.toLowerCase(), textContent: form });
    byId("check-answer").replaceChildren(
      el("p", { className: "verdict-line" }, symbol(verdict, 20), el("span", {}, say(verdict), region ? ": " : "", region ? el("span", { lang: scene.language, textContent: region.name }) : "", hangs)),
      el("p", { className: "position", textContent: minutes(at.lat, "NS") + " " + minutes(at.lon, "EW") + " (" + degreesOf(at.lat) + ", " + degreesOf(at.lon) + ")" }),
      el("dl", {},
        ...(oneAnswer ? [...fact("distance", distanceWords(now.distance_km)), ...fact("readings", say("same"))] : results).flatMap((one) => (one instanceof Node ? [one] : [
          el("dt", { textContent: one.reading.short, className: one.reading.in_force ? "in_force" : "" }),
          el("dd", { textContent: distanceWords(one.distance_km) + (oneLimit ? "" : "; " + one.limit) }),
        ])),
        ...(oneLimit ? fact("nearest_limit", now.limit) : [])),
      el("p", { className: "fine" }, say("the_point") + " " + say("take") + " ", button("GeoJSON"), ", ", button("CSV"), ".")
    );
    checkLayer.clearLayers();
    L.polyline([[at.lat, at.lon], [now.foot[1], now.foot[0]]], on("chosen", "to-limit")).addTo(checkLayer);
    const pin = svg("svg", { width: 24, height: 24, viewBox: "-12 -12 24 24", "aria-hidden": "true" },
      svg("path", { d: "M0-11V-4M0 4V11M-11 0H-4M4 0H11" }), svg("circle", { r: 6 }));
    L.marker([at.lat, at.lon], { icon: L.divIcon({ className: "pin", html: pin, iconSize: [24, 24] }), interactive: false, keyboard: false, zIndexOffset: 3000 }).addTo(checkLayer);
    if (move && !map.getBounds().contains([at.lat, at.lon])) map.fitBounds(L.latLngBounds([south, west], [north, east]).extend([at.lat, at.lon]), { animate: false });
    remember("#at=" + at.lat + "," + at.lon);
  }
  const degreesOf = (value) => String(Number(value.toFixed(5)));

  function forget() {
    answer = null;
    checkLayer.clearLayers();
    byId("check-answer").replaceChildren();
  }

  document.querySelector("#check form").addEventListener("submit", (event) => {
    event.preventDefault();
    try {
      check(dezone.read(byId("check-text").value), { move: true });
    } catch (error) {
      if (!error.key) throw error;
      forget();
      byId("check-answer").replaceChildren(el("p", { className: "problem", textContent: say(error.key, error.value) }));
    }
  });

  map.on("click", (event) => {
    const hit = groups?.hit(event.containerPoint);
    if (hit) {
      choose(columns.eventsOf(hit, shown), hit.somewhere ? hit.area : undefined);
      return;
    }
    const { lat, lng } = event.latlng.wrap();
    byId("check-text").value = "";
    check({ lat: Number(lat.toFixed(4)), lon: Number(lng.toFixed(4)) }, { move: false });
  });

  // ------------------------------------------------------------------ sizes, print, the address

  map.on("zoomend resize viewreset", layOut);
  map.on("moveend", () => (columns ? layOut() : labelRim()));
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

  /** The exercise or the place that the address names, if there is one: any other address is left alone. */
  function follow() {
    const place = /^#at=(-?\d{1,2}(?:\.\d{1,15})?),(-?\d{1,3}(?:\.\d{1,15})?)$/.exec(location.hash);
    if (place && Math.abs(place[1]) <= 90 && Math.abs(place[2]) <= 180) {
      byId("check-text").value = place[1] + ", " + place[2];
      check({ lat: Number(place[1]), lon: Number(place[2]) }, { move: true });
      return;
    }
    const wanted = location.hash.startsWith("#exercise=") ? location.hash.slice(10) : "";
    let id = "";
    try {
      id = decodeURIComponent(wanted);
    } catch (error) {
      return;
    }
    const index = !id ? -1 : columns ? columns.indexOfId(id) : objects.findIndex((event) => event.id === id);
    if (index >= 0) select(index, { move: true });
  }
  window.addEventListener("hashchange", follow);
  follow();
  document.documentElement.classList.add("ready");
})();
