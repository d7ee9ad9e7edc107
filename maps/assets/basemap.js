/* What lies under the exercises: land, graticule, borders, the regions with their limits and readings. */
dezone.parts.push(function (page) {
  "use strict";

  const { scene, map, shapes, exacts, GRATICULE } = page;

  function pane(name, zIndex) {
    map.createPane(name).style.zIndex = zIndex;
    return name;
  }
  pane("land", 210);
  pane("regions", 310);
  pane("limits", 350);
  pane("events", 420);
  pane("chosen", 540); // under the names: what is chosen may be a whole sea
  pane("names", 560);
  map.getPane("names").style.pointerEvents = "none";
  const drawing = {};
  for (const name of ["regions", "limits", "events", "chosen"]) drawing[name] = L.svg({ pane: name, padding: 0.5 });
  const on = (name, className) => ({ pane: name, renderer: drawing[name], className, interactive: false, smoothFactor: 0.6 });
  /* class names style the paths: Leaflet's own attributes are switched off by the style sheet */

  /** Lines of flat pairs of degrees, in the units given, in a world that is 1 wide. */
  const projected = (lines, units) => lines.map((line) => {
    const world = new Float64Array(line.length);
    for (let i = 0; i < line.length; i += 2) {
      world[i] = line[i] / units / 360 + 0.5;
      world[i + 1] = dezone.northing(line[i + 1] / units);
    }
    return world;
  });
  const graticule = [];
  const { west, east, south, north } = GRATICULE;
  for (let lon = west; lon <= east; lon += 5) graticule.push([lon, south, lon, north]);
  for (let lat = south; lat <= north; lat += 5) graticule.push([west, lat, east, lat]);
  const coasts = projected(page.lines(scene.land), scene.units.land);
  const borders = projected(page.lines(scene.borders), scene.units.land);
  const degrees = projected(graticule, 1);

  // Sea, land, graticule and borders straight on Leaflet's canvas: as layers of its own, so many points take six times
  // as long. The sea is drawn too, for printers leave backgrounds out.
  const Ground = L.Canvas.extend({
    withBorders: false,
    _draw: function () {
      const [pen, origin, scale] = [this._ctx, map.getPixelOrigin(), 256 * 2 ** map.getZoom()];
      const trace = (lines) => {
        pen.beginPath();
        for (const line of lines) {
          let x = NaN;
          let y = NaN;
          for (let i = 0; i < line.length; i += 2) {
            const east = line[i] * scale - origin.x;
            const south = line[i + 1] * scale - origin.y;
            if (Math.abs(east - x) + Math.abs(south - y) < 0.8 && i + 2 < line.length) continue; // not to be seen
            x = east;
            y = south;
            if (i) pen.lineTo(x, y);
            else pen.moveTo(x, y);
          }
        }
      };
      const stroke = (colour, width, dashes) => {
        [pen.strokeStyle, pen.lineWidth] = [colour, width];
        pen.setLineDash(dashes);
        pen.stroke();
      };
      const { min } = this._bounds;
      const { x: width, y: height } = this._bounds.getSize();
      pen.fillStyle = "#dcebf2";
      pen.fillRect(min.x, min.y, width, height);
      pen.lineJoin = "round";
      trace(coasts);
      pen.fillStyle = "#f3efe4";
      pen.fill("evenodd");
      stroke("#a39c86", 0.7, []);
      trace(degrees);
      stroke("#7fa3b573", 0.6, []);
      if (!this.withBorders) return;
      trace(borders);
      stroke("#8d8570", 1, [5, 3]);
    },
  });
  const ground = new Ground({ pane: "land", padding: 0.5 }).addTo(map);

  function showBorders(shown) {
    ground.withBorders = shown;
    ground._redraw();
  }

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

  return { showBorders, on };
});
