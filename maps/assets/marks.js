/* Marks of the exercises, laid out with the names for one zoom: those that would lie on each other become a group. */
dezone.parts.push(function (page) {
  "use strict";

  const {
    map, VERDICTS, COLOURS, say, svg, latLng, objects, eventAt, areaRings, boxAround, nearestFree,
    within, writeNames, placeNames, ofRegions, ofOthers, labelRim, boxesOf,
  } = page;

  const TOGETHER_PX = 19; // marks nearer than this on the screen become one, with a number
  const markLayer = L.layerGroup().addTo(map);
  let marks = [];

  function group() {
    const groups = [];
    const named = new Map();
    for (const index of page.shown) {
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

  /** The size and place, null if there is no room, for a mark that may stand anywhere in an area. */
  function roomFor(marked, taken) {
    const { area } = marked.members[0].place;
    const inside = within(area, () => areaRings(area));
    // A narrower ring where there is no room for the wide one, so that no mark covers another.
    // Smaller nearby rather than wide far off: far off it would seem to mean another place.
    const tries = [[34, 60], [30, 60], [26, 60], [34, 140], [30, 140], [26, 140], [22, 140]].map(([size, reach]) => ({ size, reach }));
    const placed = (one) => nearestFree(marked.point, one.size / 2, one.size / 2, taken, one.reach, inside);
    return tries.reduce((found, one) => (found.place ? found : { size: one.size, place: placed(one) }), { place: null });
  }

  function placeSomewhere(marked, taken) {
    const { size, place } = roomFor(marked, taken);
    marked.size = size;
    if (place) marked.point = place.point;
    taken.push(boxAround(marked.point, size / 2, size / 2));
    return place;
  }

  /** Find the places of marks and names; gives the areas in which a name took the only room that a mark had. */
  function arrange(early) {
    const named = writeNames();
    const taken = [];
    // True positions first; then the names of the regions; then the marks that may stand anywhere in an area;
    // then all other names.
    marks = group();
    const areaOf = (marked) => marked.members[0].place.area;
    for (const marked of marks) if (!marked.somewhere) taken.push(boxAround(marked.point, 10, 10));
    const anywhere = marks.filter((marked) => marked.somewhere);
    for (const marked of anywhere) if (early.includes(areaOf(marked))) placeSomewhere(marked, taken);
    const bare = [...taken];
    placeNames(taken, ofRegions(named));
    const without = anywhere.filter((marked) => !early.includes(areaOf(marked)) && !placeSomewhere(marked, taken) && roomFor(marked, bare).place);
    return { others: () => placeNames(taken, ofOthers(named)), without: without.map(areaOf) };
  }

  function layOut() {
    markLayer.clearLayers();
    // A name can stand beside its area, a mark cannot: those whose room a name took go first.
    const first = arrange([]);
    const { others } = first.without.length ? arrange(first.without) : first;
    for (const marked of marks) {
      const icon = L.divIcon({ className: "mark", html: picture(marked), iconSize: marked.somewhere ? [marked.size, marked.size] : [22, 22] });
      marked.marker = L.marker(map.layerPointToLatLng(marked.point), { icon, keyboard: false, title: title(marked) })
        .on("click", () => page.choose(eventsOf(marked), marked.somewhere ? marked.members[0].place.area : undefined))
        .addTo(markLayer);
      const element = marked.marker.getElement();
      element.classList.toggle("supporting", marked.members.every((member) => member.place.aside));
      element.classList.toggle("untouched", marked.members.every((member) => page.untouched?.(member.index)));
    }
    showChosenMarks();
    others();
    return labelRim();
  }

  /** Place the names anew between marks that stay: a region that is dragged into sight has its name there. */
  function nameAnew() {
    const named = writeNames();
    const taken = marks.map((marked) => boxAround(marked.point, ...Array(2).fill(marked.somewhere ? marked.size / 2 : 10)));
    placeNames(taken, ofRegions(named));
    placeNames(taken, ofOthers(named));
    labelRim();
  }

  function showChosenMarks() {
    for (const marked of marks) {
      const hit = page.chosen !== null && marked.members.some((member) => member.index === page.chosen);
      marked.marker.getElement().classList.toggle("on", hit);
      marked.marker.setZIndexOffset(hit ? 1000 : 0);
    }
  }

  /** Where the marks are on the screen, from the corner of the map. */
  const markBoxes = () => boxesOf(marks.map(({ marker }) => marker.getElement()));

  return { layOut, nameAnew, showChosenMarks, markBoxes };
});
