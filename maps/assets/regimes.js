/* The chooser of regimes: the zone of one, what it would have touched, by exercise and party; lines for reference.
   Findings, counts and words come with the data; nothing is decided or counted here. */
dezone.parts.push(function (page) {
  "use strict";

  const { regimes, scene, inForce, map, byId, say, el, on, objects, rows, tableBody, eventAt } = page;

  if (!regimes) return {};
  const STATES = say("states").split("|");
  const [TOUCHED, UNTOUCHED] = [0, 1];
  const FIRST_LETTER = 35; // of a finding: the number of its answer from here on
  const chooser = byId("regime");
  const wanted = byId("finding");
  let regime = null;

  // where the findings of each exercise begin
  const starts = [];
  regimes.who.reduce((sum, who) => starts.push(sum) && sum + who.length, 0);

  function findings(index) {
    if (!regime) return [];
    return regimes.who[index].map((party, number) => {
      const at = (starts[index] + number) * regimes.shown.length + chooser.selectedIndex - 1;
      const [state, lead, reason] = regime.answers[regimes.found.charCodeAt(at) - FIRST_LETTER];
      const text = [regime.leads[lead], reason].filter(Boolean).join(": ");
      return { party, name: regimes.names[party], state, text, counted: number < regimes.counted[index] };
    });
  }

  /** The state and the party that are asked for; -1 is anybody. */
  const asked = () => [Number(wanted.value[0]), regimes.names.indexOf(wanted.value.slice(2))];

  /** Whether an exercise has the finding that is asked for. */
  function passes(index) {
    if (!regime || !wanted.value) return true;
    const [state, party] = asked();
    return findings(index).some((each) => each.counted && each.state === state && (party < 0 || each.party === party));
  }

  const untouched = (index) => regime !== null && findings(index).every((each) => each.state === UNTOUCHED);

  /** The part of the address that names the regime and the finding. */
  const regimeAddress = () => ([chooser, wanted].map(({ id, value }) => value && "&" + id + "=" + encodeURIComponent(value)).join(""));

  /** Choose the regime and the finding that an address names, if there are such. */
  function chooseRegime(id, finding) {
    if (chooser.value !== id && [...chooser.options].some(({ value }) => value === id)) {
      chooser.value = id;
      byId("regimes").open = true;
      change();
    }
    const before = wanted.value;
    wanted.value = finding;
    if (wanted.selectedIndex < 0) wanted.value = "";
    if (wanted.value !== before) refresh();
  }

  const title = () => chooser.selectedOptions[0].textContent;

  /** What the details of an exercise say of the regime that is chosen. */
  function findingsOf(index) {
    if (!regime || index === null) return [];
    return [
      el("h4", { textContent: say("finding_head", title()) }),
      el("ul", { className: "findings" }, ...findings(index).map((each) => el("li", {},
        el("b", { textContent: each.name + ": " + STATES[each.state] }), "; " + each.text + "."))),
      el("p", { className: "fine", textContent: say("finding_more", objects[index].id) }),
    ];
  }

  // the table: a column as long as a regime is chosen
  const headings = document.querySelector("thead tr");
  const heading = el("th", { scope: "col", textContent: say("regime_column") });
  const cells = rows.map(() => el("td"));
  function fillColumn() {
    if (!regime) [heading, ...cells].forEach((cell) => cell.remove());
    else rows.forEach((row, index) => {
      const found = findings(index);
      cells[index].textContent = STATES.map((word, state) => [word, found.filter((each) => each.state === state).map((each) => each.name)])
        .filter(([, names]) => names.length).map(([word, names]) => word + ": " + names.join(", ")).join("; ");
      row.append(cells[index]);
    });
    if (regime) headings?.append(heading);
    tableBody?.parentNode.classList.toggle("with-finding", regime !== null);
  }

  function about() {
    // without a body of its own: the rows of the exercises are found by theirs
    const table = el("table", {}, el("caption", { textContent: say("regime_caption") }),
      el("tr", {}, ...[say("regime_party"), ...STATES, say("regime_entries")].map((text) => el("th", { scope: "col", textContent: text }))),
      ...regime.counts.map(([party, ...counts]) => el("tr", {}, el("th", { scope: "row", textContent: regimes.names[party] }), ...counts.map((count) => el("td", { textContent: count })))));
    return [
      el("p", { textContent: regime.about }), table,
      el("p", { className: "fine", textContent: (regime.outlines.length || regime.regions ? say("regime_outline") + " " : "") + say("regime_dimmed") }),
    ];
  }

  function offer() {
    const option = (value, text) => el("option", { value, textContent: text });
    wanted.replaceChildren(option("", say("finding_all")), option(TOUCHED + " ", say("finding_any")), ...regime.counts
      .filter(([, , , , entries]) => entries).map(([party, ...counts]) => el("optgroup", { label: regimes.names[party] },
        ...STATES.map((word, state) => option(state + " " + regimes.names[party], say("finding_of", word, regimes.names[party]) + " (" + counts[state] + ")")))));
  }

  /** Lines of the data as positions on the map. */
  function positions(line) {
    const points = [];
    for (let i = 0, x = 0, y = 0; i < line.length; i += 2) points.push([(y += line[i + 1]) / scene.units.land, (x += line[i]) / scene.units.land]);
    return points;
  }
  const outlinesOf = (numbers) => numbers.flatMap((number) => regimes.outlines[number].map(positions));

  /** The five regions under the reading in force as one: without the edges that two of them share. */
  function aroundRegions() {
    const rings = [...page.zone().outlines(inForce).values()].flat();
    const key = (a, b) => [a.join(), b.join()].sort().join(" ");
    const times = new Map();
    const steps = rings.map((ring) => ring.slice(1).map((at, index) => key(ring[index], at)));
    steps.flat().forEach((step) => times.set(step, (times.get(step) || 0) + 1));
    const lines = [];
    rings.forEach((ring, number) => ring.forEach(([x, y], index) => {
      if (!index || times.get(steps[number][index - 1]) > 1) lines.push([]);
      lines[lines.length - 1].push([y, x]);
    }));
    return lines.filter((line) => line.length > 1);
  }

  const layer = L.layerGroup().addTo(map);
  function draw(group, lines, className) {
    group.clearLayers();
    if (lines.length) L.polyline(lines, on("limits", className)).addTo(group);
  }

  function sayShown() {
    const [state, party] = asked();
    const counts = regime && wanted.value && regime.counts.find(([code]) => code === party);
    byId("regime-shown").textContent = counts ? say("finding_shown", STATES[state], regimes.names[party], counts[1 + state], counts[4]) : "";
  }

  function refresh() {
    sayShown();
    if (byId("filters")) page.filter();
    else {
      page.drawEvents();
      page.layOut();
    }
  }

  function change() {
    regime = regimes.shown[chooser.selectedIndex - 1] || null; // the first says: none
    byId("finding-label").hidden = !regime || !byId("filters");
    byId("regime-about").replaceChildren(...(regime ? about() : []));
    if (regime) offer();
    else wanted.replaceChildren();
    draw(layer, !regime ? [] : regime.regions ? aroundRegions() : outlinesOf(regime.outlines), "regime-zone");
    fillColumn();
    refresh();
    if (page.chosen !== null) page.showDetails(eventAt(page.chosen));
  }
  chooser.addEventListener("input", () => {
    change();
    page.remember();
  });
  wanted.addEventListener("input", () => {
    refresh();
    page.remember();
  });
  chooser.value = ""; // a browser may keep the choice of before

  for (const box of byId("layers").querySelectorAll("input")) {
    const group = L.layerGroup().addTo(map);
    box.checked = false;
    box.addEventListener("input", () => draw(group, box.checked ? outlinesOf(regimes.layers[box.value]) : [], "layer " + box.value));
  }

  return { passes, untouched, findingsOf, regimeAddress, chooseRegime };
});
