/* What stands on the map's rim: zoom, scale, position of the pointer, degrees of the graticule. */
dezone.parts.push(function (page) {
  "use strict";

  const { map, narrow, say, el, minutes, GRATICULE } = page;

  // As long as its words are at the reader's size of text.
  const LONGEST_BAR_PX = Math.min(7.5 * parseFloat(getComputedStyle(document.documentElement).fontSize), map.getSize().x / 2);

  const zoom = L.control.zoom({ position: "topleft", zoomInTitle: say("zoom_in"), zoomOutTitle: say("zoom_out") }).addTo(map);
  // The map is one tab stop; plus and minus zoom from the keyboard.
  for (const link of zoom.getContainer().querySelectorAll("a")) link.tabIndex = -1;

  const Scale = L.Control.extend({
    options: { position: narrow.matches ? "topleft" : "bottomleft" }, // where little is marked
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
  const clearGraticule = () => rim.splice(0).forEach((label) => label.remove());
  map.on("movestart", clearGraticule); // while the map moves they would be wrong

  function labelGraticule() {
    clearGraticule();
    const bounds = map.getBounds();
    const size = map.getSize();
    const step = map.getZoom() < 4 ? 10 : 5;
    const put = (text, kind, style) => {
      const label = el("div", { className: "degrees " + kind, textContent: text, ariaHidden: "true" });
      Object.assign(label.style, style);
      map.getContainer().append(label);
      rim.push(label);
    };
    const { west, east, south, north } = GRATICULE;
    for (let lon = Math.max(Math.ceil(bounds.getWest() / step) * step, west); lon <= Math.min(bounds.getEast(), east); lon += step) {
      const x = map.latLngToContainerPoint([0, lon]).x;
      if (x > 24 && x < size.x - 40) put((lon > 180 ? 360 - lon : lon) + "°" + (lon > 180 ? "W" : "E"), "lon", { left: x + "px" });
    }
    for (let lat = Math.max(Math.ceil(bounds.getSouth() / step) * step, south); lat <= Math.min(bounds.getNorth(), north); lat += step) {
      const y = map.latLngToContainerPoint([lat, 0]).y;
      if (y > 12 && y < size.y - 70) put(lat + "°N", "lat", { top: y + "px" });
    }
  }

  return { labelGraticule };
});
