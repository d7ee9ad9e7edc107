/* Circles for many exercises, grouped by cells of the screen: one canvas over the map, drawn anew for each view. It stands
   in the place of marks.js, and shows no text but numbers of its own. */
dezone.parts.push(function (page) {
  "use strict";

  const {
    columns, map, COLOURS, VERDICTS, el, boxAround, controls, free, whole, writeNames, placeNames, ofRegions, ofOthers, labelRim,
  } = page;

  const colourOf = (which) => COLOURS[VERDICTS[which]];
  const short = (count) => (count < 1000 ? String(count) : count < 10000 ? (count / 1000).toFixed(1) + "k" : Math.round(count / 1000) + "k");

  const SHAPES = {
    0: (pen, at) => pen.arc(at.x, at.y, 6, 0, 2 * Math.PI),
    1: (pen, at) => [[0, -7], [7, 5.5], [-7, 5.5]].forEach(([dx, dy], i) => pen[i ? "lineTo" : "moveTo"](at.x + dx, at.y + dy)),
    2: (pen, at) => pen.rect(at.x - 5, at.y - 5, 10, 10),
    3: (pen, at) => [[0, -7.5], [7.5, 0], [0, 7.5], [-7.5, 0]].forEach(([dx, dy], i) => pen[i ? "lineTo" : "moveTo"](at.x + dx, at.y + dy)),
  };

  function draw(pen, groups) {
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    for (const one of groups) {
      if (one.somewhere) {
        pen.beginPath();
        pen.arc(one.x, one.y, one.reach, 0, 2 * Math.PI);
        pen.fillStyle = "rgba(255, 255, 255, .55)";
        pen.fill();
        pen.setLineDash([3.2, 2.7]);
        pen.lineWidth = 1.5;
        pen.strokeStyle = "#33434c";
        pen.stroke();
        pen.setLineDash([]);
      }
      if (one.count === 1) {
        const which = one.counts.indexOf(1);
        pen.beginPath();
        SHAPES[which](pen, one);
        pen.closePath();
        pen.fillStyle = which === 3 ? "#fff" : colourOf(which);
        pen.fill();
        pen.lineWidth = which === 3 ? 2 : 1.5;
        pen.strokeStyle = which === 3 ? colourOf(3) : "#fff";
        pen.stroke();
        continue;
      }
      const radius = columns.radiusOf(one.count) - 2;
      pen.beginPath();
      pen.arc(one.x, one.y, radius + 2, 0, 2 * Math.PI);
      pen.fillStyle = "#fff";
      pen.fill();
      let from = -Math.PI / 2;
      pen.lineWidth = 3.4;
      one.counts.forEach((count, which) => {
        if (!count) return;
        const to = from + (count / one.count) * 2 * Math.PI;
        const gap = count === one.count ? 0 : 1 / radius;
        pen.beginPath();
        pen.arc(one.x, one.y, radius, from + gap, Math.max(to - gap, from + gap + 0.02));
        pen.strokeStyle = colourOf(which);
        pen.stroke();
        from = to;
      });
      pen.fillStyle = "#1b2a33";
      pen.font = "700 " + (one.count < 1000 ? 11 : 10) + "px system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
      pen.fillText(short(one.count), one.x, one.y + 0.5);
    }
  }

  const Groups = L.Layer.extend({
    onAdd: function () {
      this._canvas = el("canvas", { className: "groups leaflet-zoom-hide" });
      this.getPane("events").append(this._canvas);
    },
    place: function () {
      const [size, corner] = [map.getSize(), map.getPixelBounds().min];
      this.groups = columns.group(page.shown, 256 * 2 ** map.getZoom(), corner.x, corner.y, size.x, size.y);
    },
    draw: function () {
      const size = map.getSize();
      const [pen, ratio] = [this._canvas.getContext("2d"), window.devicePixelRatio || 1];
      L.DomUtil.setPosition(this._canvas, map.containerPointToLayerPoint([0, 0]));
      [this._canvas.width, this._canvas.height] = [size.x * ratio, size.y * ratio];
      [this._canvas.style.width, this._canvas.style.height] = [size.x + "px", size.y + "px"];
      pen.scale(ratio, ratio);
      draw(pen, this.groups);
    },
    hit: function (point) {
      return this.groups.findLast((one) => Math.hypot(one.x - point.x, one.y - point.y) <= one.reach + 3);
    },
  });
  const groups = new Groups().addTo(map);

  const LINE_PX = 6; // half a line of small letters
  const ASIDE = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8, -8];

  /** The place for a line of text between two rows of circles, which make way within their cells; null if there is none. */
  function betweenRows(taken, covers, { marker, width }, allowed) {
    const [at, corner, top] = [map.latLngToLayerPoint(marker.getLatLng()), map.containerPointToLayerPoint([0, 0]), -map.getPixelOrigin().y];
    const nearest = Math.round((at.y - top) / columns.CELL);
    const names = taken.slice(groups.groups.length);
    for (const row of ASIDE.slice(0, 9)) {
      for (const step of ASIDE) {
        const point = L.point(at.x + step * 12, top + (nearest + row) * columns.CELL);
        const box = boxAround(point, width / 2 + 2, LINE_PX);
        const seen = boxAround(point.subtract(corner), width / 2 + 2, LINE_PX);
        if (!whole(seen) || !free(seen, covers) || !free(box, names) || !allowed(point)) continue;
        const moved = new Map();
        const room = groups.groups.every((one, index) => {
          if (free(box, [taken[index]])) return true;
          const middle = { x: one.x + corner.x, y: point.y + (one.y + corner.y < point.y ? -1 : 1) * (one.reach + LINE_PX) };
          moved.set(index, boxAround(middle, one.reach, one.reach));
          return one.count > 1 && !one.somewhere && free(moved.get(index), names);
        });
        if (!room) continue;
        for (const [index, place] of moved) {
          groups.groups[index].y = place.y0 + groups.groups[index].reach - corner.y;
          taken[index] = place;
        }
        return { point, box };
      }
    }
    return null;
  }

  function layOut() {
    groups.place();
    const named = writeNames();
    const covers = controls();
    const taken = groups.groups.map((one) => boxAround(map.containerPointToLayerPoint([one.x, one.y]), one.reach, one.reach));
    placeNames(taken, ofRegions(named), (one, allowed) => betweenRows(taken, covers, one, allowed));
    groups.draw();
    placeNames(taken, ofOthers(named));
    labelRim();
  }

  /** Choose the group that is drawn at a point of the map, if there is one. */
  function chooseGroup(point) {
    const hit = groups.hit(point);
    if (hit) page.choose(columns.eventsOf(hit, page.shown), hit.somewhere ? hit.area : undefined);
    return Boolean(hit);
  }

  /** Where the circles are on the screen, from the corner of the map. */
  const markBoxes = () => groups.groups.map((one) => boxAround(one, one.reach, one.reach));

  return { layOut, chooseGroup, markBoxes };
});
