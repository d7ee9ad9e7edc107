/* The box "Check a place": what is typed or clicked, the answer under each reading, and a pin. */
dezone.parts.push(function (page) {
  "use strict";

  const {
    scene, map, zoneBounds, on, byId, say, counted, el, svg, symbol, minutes, fact, remember,
  } = page;

  let made = null;
  page.answer = null;
  const checkLayer = L.layerGroup().addTo(map);

  /** The zone as answers see it: the edges as they are, not as they are drawn. */
  function zone() {
    if (made) return made;
    const unit = scene.units.place;
    const edgesOf = ({ words, about, lines, exact }) => {
      const points = page.lines(lines).map((line) => Float64Array.from(line, (value) => value / unit));
      for (const [line, index, lon, lat] of exact) points[line].set([lon, lat], 2 * index);
      return about.map((numbers, index) => {
        const [name, kind, left, right] = numbers.map((number) => words[number]);
        return { name, kind, left, right, points: points[index] };
      });
    };
    const edges = edgesOf(scene.edges);
    for (const reading of scene.readings) {
      reading.parts = page.lines(reading.lines).map((line, part) => {
        const exact = Float64Array.from(line, (value, index) => (index % 2 ? reading.southern_limit : value / unit));
        [exact[0], exact[exact.length - 2]] = reading.ends[part];
        return exact;
      });
    }
    made = dezone.makeZone({ regions: scene.regions.map((region) => region.id), cut: scene.cut, edges, gaps: edgesOf(scene.gaps), readings: scene.readings });
    return made;
  }
  dezone.links = scene.links;
  dezone.check = (place) => zone().check(place);

  function lengths(km) {
    const [size, nmi] = [Math.abs(km), Math.abs(km) / 1.852];
    if (size < 1) return (size * 1000).toFixed(0) + " m (" + nmi.toFixed(2) + " nmi)";
    return size < 1000 ? size.toFixed(1) + " km (" + nmi.toFixed(1) + " nmi)" : counted(Math.round(size)) + " km (" + counted(Math.round(nmi)) + " nmi)";
  }
  const distanceWords = (km) => (Math.abs(km) < 0.0005 ? say("on_limit") : lengths(km) + " " + say(km < 0 ? "inside" : "outside"));

  function check(at, { move }) {
    const results = zone().check(at);
    page.answer = { at, results };
    const now = results.find((one) => one.reading.in_force);
    const region = scene.regions.find((one) => one.id === now.region);
    const oneLimit = new Set(results.map((one) => one.limit)).size === 1;
    const oneAnswer = oneLimit && new Set(results.map((one) => one.distance_km)).size === 1;
    const verdict = now.region ? "inside" : "outside";
    const hangs = new Set(results.map((one) => Boolean(one.region))).size > 1 ? ", " + say("hangs") : "";
    const button = (form) => el("button", { type: "button", value: "check." + form.toLowerCase(), textContent: form, ariaLabel: say("take") + " " + form });
    byId("check-answer").replaceChildren(
      el("p", { className: "verdict-line" }, symbol(verdict, 20), el("span", {}, say(verdict), region ? ": " : "", region ? el("span", { lang: scene.language, textContent: region.name }) : "", hangs)),
      el("p", { className: "position", textContent: minutes(at.lat, "NS") + " " + minutes(at.lon, "EW") + " (" + degreesOf(at.lat) + ", " + degreesOf(at.lon) + ")" }),
      el("dl", {},
        ...(oneAnswer ? [...fact("distance", distanceWords(now.distance_km)), ...fact("readings", say("same"))] : results).flatMap((one) => (one instanceof Node ? [one] : [
          el("dt", { textContent: one.reading.short, className: one.reading.in_force ? "in_force" : "" }),
          el("dd", { textContent: distanceWords(one.distance_km) + (oneLimit ? "" : "; " + one.limit) }),
        ])),
        ...(oneLimit ? fact("nearest_limit", now.limit) : []),
        ...(at.doubts || []).flatMap(([key, ...values]) => fact("doubts", say(key, ...values)))),
      el("p", { className: "fine" }, say("the_point") + " " + say("take") + " ", button("GeoJSON"), ", ", button("CSV"), ".")
    );
    checkLayer.clearLayers();
    L.polyline([[at.lat, at.lon], [now.foot[1], now.foot[0]]], on("chosen", "to-limit")).addTo(checkLayer);
    const pin = svg("svg", { width: 24, height: 24, viewBox: "-12 -12 24 24", "aria-hidden": "true" },
      svg("path", { d: "M0-11V-4M0 4V11M-11 0H-4M4 0H11" }), svg("circle", { r: 6 }));
    L.marker([at.lat, at.lon], { icon: L.divIcon({ className: "pin", html: pin, iconSize: [24, 24] }), interactive: false, keyboard: false, zIndexOffset: 3000 }).addTo(checkLayer);
    if (move && !map.getBounds().contains([at.lat, at.lon])) map.fitBounds(L.latLngBounds(zoneBounds.getSouthWest(), zoneBounds.getNorthEast()).extend([at.lat, at.lon]), { animate: false });
    remember("#at=" + [at.lat, at.lon].map((value) => Number(value.toFixed(9))));
  }
  const degreesOf = (value) => String(Number(value.toFixed(5)));

  function forget() {
    page.answer = null;
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
      byId("check-answer").replaceChildren(el("p", { className: "problem", textContent: say(error.key, ...error.values) }));
    }
  });

  map.on("click", (event) => {
    if (page.chooseGroup?.(event.containerPoint)) return;
    const { lat, lng } = event.latlng.wrap();
    byId("check-text").value = "";
    check({ lat: Number(lat.toFixed(4)), lon: Number(lng.toFixed(4)) }, { move: false });
  });

  return { zone, distanceWords, check, forget };
});
