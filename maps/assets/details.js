/* The details of an exercise or of a group, and how one is chosen: by mark, row, key or address. */
dezone.parts.push(function (page) {
  "use strict";

  const {
    scene, columns, map, zoneBounds, narrow, still, byId, say, counted, el, symbol, exacts, latLng, west180,
    circleAround, eventAt, address, order, areaRings, chosenLayer, drawChosen,
  } = page;

  const MOST_LISTED = 100; // of a group
  let named = ""; // the exercise or the place in the address

  function link([title, publisher, date, url]) {
    const words = [title, publisher, date].filter(Boolean);
    const rest = words.slice(1).join(", ");
    const heading = el("bdi", { textContent: words[0] || say("untitled") });
    const shown = /^https?:\/\//i.test(url) ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, heading) : heading;
    return el("li", {}, shown, rest ? ". " + rest : "");
  }

  function list(heading, items) {
    return items.length ? [el("h4", { textContent: say(heading) }), el("ul", {}, ...items)] : [];
  }

  function fact(name, text) {
    return text ? [el("dt", { textContent: say(name) }), el("dd", { textContent: text })] : [];
  }

  function placeItem(place) {
    const doubt = place.radius_km ? say("known_within", Number(place.radius_km.toFixed(1))) : "";
    const how = place.kind === "named_area" ? say("somewhere") : place.kind === "unknown" ? say("not_on_map") : doubt;
    const part = place.aside ? say("not_part") : "";
    const distance = place.distance_km === null ? "" : page.distanceWords(place.distance_km);
    const words = [place.role, place.verdict, distance, how, part].filter(Boolean).join("; ");
    return el("li", {}, symbol(place.verdict, 18), el("span", {}, el("bdi", { textContent: place.name || say("unnamed") }), " (" + words + ")"));
  }

  function showDetails(event) {
    const readings = Object.entries(event.readings).map(([name, verdict]) => name + ": " + verdict).join(", ") || say("same");
    const point = columns && !event.reason && event.places.find((place) => place.kind === "point" && !place.aside && !place.radius_km);
    const measured = point ? page.zone().check({ lon: west180(point.at[0]), lat: point.at[1] }).find((one) => one.reading.in_force) : null;
    byId("details-body").replaceChildren(
      el("h3", { textContent: event.name, dir: "auto" }),
      el("p", { textContent: event.dates + (event.parties.length ? " · " + event.parties.join(", ") : "") }),
      el("p", { className: "verdict-line" }, symbol(event.verdict, 20), event.verdict),
      el("p", { className: "reason", textContent: event.reason, dir: "auto" }),
      el("dl", {},
        ...fact("distance", measured ? page.distanceWords(measured.distance_km) : event.distance),
        ...fact("nearest_limit", measured ? measured.limit : event.limit),
        ...fact("readings", readings),
        ...fact("flips", event.flips),
        ...fact("kinds", event.kinds.join(", ")),
        ...fact("as_reported", event.location),
        ...fact("checked", event.verification)),
      ...(page.findingsOf?.(page.chosen) || []),
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

  function choose(indices, area) {
    if (indices.length === 1) select(indices[0], { move: false });
    else {
      clear();
      showGroup(indices, area);
      showBeside();
    }
    if (narrow.matches) byId("details").scrollIntoView({ block: "nearest" });
  }

  /** For an address that names an exercise of another map, or of none. */
  function showMissing(id) {
    clear();
    const letters = [...id];
    const text = say("no_exercise", letters.slice(0, 60).join("") + (letters.length > 60 ? "…" : ""));
    byId("details-body").replaceChildren(el("p", { className: "problem", textContent: text }));
    byId("live").textContent = text;
  }

  /** Beside the map the sidebar scrolls by itself, so that the map stays where it is. */
  function showBeside() {
    const [side, details] = [document.querySelector("aside"), byId("details")];
    const below = details.getBoundingClientRect().top - side.getBoundingClientRect().top;
    if (!narrow.matches && (below < 0 || below > side.clientHeight / 2)) {
      side.scrollBy({ top: below, behavior: still.matches ? "auto" : "smooth" });
    }
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
    page.chosen = index;
    const event = eventAt(index);
    showDetails(event);
    showBeside();
    drawChosen();
    page.showChosenMarks?.();
    page.currentRow(index)?.setAttribute("aria-current", "true");
    const seen = order();
    byId("live").textContent = say("step", counted(seen.indexOf(index) + 1), counted(seen.length), event.name, event.dates, event.verdict, event.reason);
    const bounds = boundsOf(event);
    if (move && bounds.isValid()) {
      // The zone stays in view: the map shows it whole, and as much beyond as the exercise needs.
      const wanted = L.latLngBounds(zoneBounds.getSouthWest(), zoneBounds.getNorthEast()).extend(bounds);
      const needed = map.getBoundsZoom(wanted);
      if (!map.getBounds().contains(bounds) || needed > map.getZoom()) {
        map.fitBounds(wanted, { padding: [12, 12], animate: !still.matches });
      }
    }
    remember(address(event.id));
  }

  function clear() {
    page.chosen = null;
    if (!named.startsWith("#at")) named = "";
    chosenLayer.clearLayers();
    document.querySelector("tr[aria-current]")?.removeAttribute("aria-current");
    page.showChosenMarks?.();
  }

  /** In a notebook's frame the address cannot be changed; the map works without it. */
  function remember(hash = named) {
    named = hash;
    const whole = hash + (page.regimeAddress?.() || "") + page.filterAddress();
    try {
      history.replaceState(null, "", whole.replace(/^&|^$/, "#"));
    } catch {}
  }

  function step(by) {
    const seen = order();
    if (!seen.length) return;
    const at = seen.indexOf(page.chosen);
    const next = at < 0 ? (by > 0 ? 0 : seen.length - 1) : (at + by + seen.length) % seen.length;
    select(seen[next], { move: true });
  }

  byId("map").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "Escape") {
      clear();
      page.forget();
      remember("");
    }
    else return;
    event.preventDefault();
  });

  return { fact, showDetails, choose, select, clear, remember, showMissing };
});
