/* What lies under the exercises: land, graticule, borders, the regions with their limits and readings. */
dezone.parts.push(function (page) {
  "use strict";

  const { scene, map, shapes, exacts, lands } = page;

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

  // sea, for printers leave backgrounds out; land and graticule
  L.rectangle([[-85, -180], [85, 360]], { renderer: canvas, pane: "land", interactive: false, stroke: false, fillColor: "#dcebf2", fillOpacity: 1 }).addTo(map);
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

  return { borders, on };
});
