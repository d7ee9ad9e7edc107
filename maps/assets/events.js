/* The exercises as objects, put together from the data and the table, and their tracks, areas and circles. */
dezone.parts.push(function (page) {
  "use strict";

  const { scene, columns, map, on, exacts, lands, latLng, circleAround } = page;

  page.shown = [];
  page.chosen = null;
  const rows = [...document.querySelectorAll("tbody tr")];
  const tableBody = document.querySelector("tbody");
  const rowIndex = new Map(rows.map((row, index) => [row, index]));

  const codes = new Map(Object.entries(scene.parties).map(([code, name]) => [name, code]));
  const codeOf = (party) => codes.get(party) || party;
  const address = (id) => "#exercise=" + encodeURIComponent(id);

  // What is empty does not travel, nor what the table says; here each gets its place again.
  const EMPTY = {
    start: "", end: "", kinds: [], readings: {}, distance_km: null, limit: "", flips: "", location: "", verification: "",
    notes: "", doubts: [], places: [], sources: [], reason: "", distance: "", parties: [],
  };
  const EMPTY_PLACE = { name: "", role: "", named: "", surface: "", extent: "", kind: "point", at: null, lines: [0, 0], radius_km: 0, area: null, distance_km: null, aside: false };
  const inTable = (index) => {
    if (!rows[index]) return {};
    const [name, dates, parties, verdict, reason, distance] = rows[index].cells;
    const [start, end = start] = dates.textContent.split(" – ");
    return {
      id: decodeURIComponent(name.firstChild.hash.slice(address("").length)), verdict: verdict.className,
      start, end, name: name.textContent, dates: dates.textContent, reason: reason.textContent, distance: distance.textContent,
      parties: [...parties.children].map((party) => party.textContent),
    };
  };
  function filled(given, index) {
    const event = { ...EMPTY, ...inTable(index), ...given };
    event.sources = event.sources.map((number) => scene.sources[number]);
    event.places = event.places.map((place) => ({ ...EMPTY_PLACE, verdict: event.verdict, ...place }));
    return event;
  }
  const objects = columns ? [] : scene.events.map(filled);
  const total = columns ? columns.length : objects.length;
  const eventAt = (index) => (columns ? filled(columns.eventAt(index), index) : objects[index]);

  const order = () => (columns ? page.shown : [...document.querySelectorAll("tbody tr:not([hidden])")].map((row) => rowIndex.get(row)));

  const eventLayer = L.layerGroup().addTo(map);
  const chosenLayer = L.layerGroup().addTo(map);

  const wish = (name) => document.querySelector("#show [name=" + name + "]").checked;
  // With many exercises their circles would hide the map: each is then drawn when it is chosen.
  if (!columns && objects.reduce((sum, event) => sum + event.places.length, 0) > 40) document.querySelector("#show [name=circles]").checked = false;

  function drawEvents() {
    if (columns) return; // each is drawn when it is chosen
    eventLayer.clearLayers();
    const [tracks, circles] = [wish("tracks"), wish("circles")];
    for (const index of page.shown) {
      for (const place of objects[index].places) {
        const faint = page.untouched?.(index) ? " untouched" : "";
        const style = (kind) => on("events", "event " + kind + " " + place.verdict + faint);
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
    if (page.chosen === null) return;
    for (const place of eventAt(page.chosen).places) {
      if (columns && place.at && place.kind !== "named_area") L.circleMarker(latLng(place.at), { ...on("chosen", "chosen ring"), radius: 11 }).addTo(chosenLayer);
      const style = (kind) => on("chosen", "chosen " + kind);
      if (place.kind === "polygon") L.polygon(exacts(place.lines), style("polygon")).addTo(chosenLayer);
      else if (place.kind === "line") L.polyline(exacts(place.lines), style("line")).addTo(chosenLayer);
      else if (place.kind === "named_area") areaRings(place.area).forEach((ring) => L.polygon(ring, style("area")).addTo(chosenLayer));
      else if (place.kind === "point" && place.radius_km > 0) L.polygon(circleAround(place.at, place.radius_km), style("circle")).addTo(chosenLayer);
    }
  }

  const areaRings = (id) => (Object.hasOwn(scene.areas, id || "") ? lands(scene.areas[id].rings) : []);

  return {
    rows, tableBody, rowIndex, objects, total, eventAt, codeOf, address, order, wish, areaRings, chosenLayer, drawEvents,
    drawChosen,
  };
});
