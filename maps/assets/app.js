/* Starts the page: unpacks the data, puts the parts together, and follows sizes, print and the address. Every text
   of the data is shown through textContent or a text node: none becomes HTML, a script, a style or an address that
   runs. Nothing here decides: verdicts and words come with the data. */
(async function () {
  "use strict";

  document.documentElement.classList.add("js");
  const page = {};
  dezone.page = page;
  const start = (part) => Object.assign(page, part(page));
  start(dezone.helpers);
  const unpacked = Promise.all([page.scene.lines, page.scene.columns, page.scene.regimes].map((text) => text && dezone.unpack(text)));
  start(dezone.frame);
  const { map, zoneBounds, narrow, byId, say } = page;

  try {
    const [lines, columns, regimes] = await unpacked;
    page.lines = dezone.linesOf(lines);
    page.regimes = regimes && JSON.parse(new TextDecoder().decode(regimes));
    page.columns = columns && dezone.columns(columns, page);
  } catch (error) {
    byId("check-answer").textContent = say("no_answer");
    return;
  }
  dezone.parts.forEach(start);

  let zoom = map.getZoom();
  map.on("moveend resize viewreset", ({ type }) => {
    const moved = type === "moveend" && zoom === map.getZoom() && !page.columns;
    zoom = map.getZoom();
    (moved ? page.nameAnew : page.layOut)();
  });
  if (narrow.matches) byId("legend").open = false;

  let before = null;
  window.addEventListener("beforeprint", () => {
    before = { center: map.getCenter(), zoom: map.getZoom(), open: byId("legend").open };
    byId("legend").open = true;
    byId("map").style.width = "680px";
    byId("map").style.height = "520px";
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

  /** What the address names: regime, finding and filters, and the exercise or the place. Whatever else it holds is left alone. */
  function follow() {
    const asked = new URLSearchParams(location.hash.slice(1));
    page.chooseRegime?.(asked.get("regime") || "", asked.get("finding") || "");
    page.readFilters(asked);
    const place = /^(-?\d{1,2}(?:\.\d{1,15})?),(-?\d{1,3}(?:\.\d{1,15})?)$/.exec(asked.get("at"));
    if (place && Math.abs(place[1]) <= 90 && Math.abs(place[2]) <= 180) {
      byId("check-text").value = place[1] + ", " + place[2];
      page.check({ lat: Number(place[1]), lon: Number(place[2]) }, { move: true });
      return;
    }
    const id = asked.get("exercise");
    const index = !id ? -1 : page.columns ? page.columns.indexOfId(id) : page.objects.findIndex((event) => event.id === id);
    if (index >= 0) page.select(index, { move: true });
    else if (id) page.showMissing(id);
  }
  window.addEventListener("hashchange", follow);
  // The ways past the table and back leave the address alone: it may name an exercise.
  for (const way of document.querySelectorAll(".skip")) {
    way.addEventListener("click", (click) => {
      click.preventDefault();
      document.querySelector(way.hash).focus();
    });
  }
  follow();
  document.documentElement.classList.add("ready");
})();
