/* What is shown: the filter by verdict, party, kind, period and words, and the layers that can be left out. */
dezone.parts.push(function (page) {
  "use strict";

  const {
    VERDICTS, columns, showBorders, byId, say, counted, el, rows, objects, total, wish, drawEvents, layOut,
    clear, fillTable, codeOf,
  } = page;

  /** Months since year 0 of the first or the last day of "2017", "2017-03" or "2017-03-01"; null if unknown. */
  function month(text, last) {
    const parts = /^(\d{4})(?:-(\d{2}))?/.exec(text);
    if (!parts) return null;
    return Number(parts[1]) * 12 + (parts[2] ? Number(parts[2]) - 1 : last ? 11 : 0);
  }
  const spans = columns
    ? [...new Set(columns.dates.map((date) => date.slice(0, 7)))].map((text) => [month(text, false), month(text, true)])
    : objects.map((event) => [month(event.start || event.end, false), month(event.end || event.start, true)]);
  const monthWords = (value) => Math.floor(value / 12) + "-" + String((value % 12) + 1).padStart(2, "0");
  const form = document.querySelector("#filters form");

  function offer(select, values) {
    [...new Set(values)].sort().forEach((value) => select.append(el("option", { value, textContent: value })));
  }

  const checked = () => [...form.querySelectorAll("[name=verdict]:checked")].map((box) => box.value);

  function filter() {
    const verdicts = new Set(checked());
    const { party, kind, text } = form.elements;
    const [from, to] = [Number(form.elements.from.value), Number(form.elements.to.value)];
    const anyTime = from <= Number(form.elements.from.min) && to >= Number(form.elements.to.max);
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (columns) {
      page.shown = columns.select({ verdicts, party: party.value, kind: kind.value, words, from, to, month, anyTime });
      fillTable();
    } else {
      page.shown = objects.map((event, index) => index).filter((index) => {
        const event = objects[index];
        const [first, last] = spans[index];
        const hay = [event.id, event.name, event.dates, event.location, event.reason, event.notes, ...event.parties, ...event.parties.map(codeOf), ...event.kinds, ...event.places.map((place) => place.name)].join(" ").toLowerCase();
        return verdicts.has(event.verdict)
          && (!party.value || event.parties.includes(party.value))
          && (!kind.value || event.kinds.includes(kind.value))
          && (first === null || (first <= to && last >= from))
          && words.every((word) => hay.includes(word))
          && (!page.passes || page.passes(index));
      });
      const kept = new Set(page.shown);
      rows.forEach((row, index) => { row.hidden = !kept.has(index); });
    }
    for (const slider of sliders()) {
      const said = monthWords(slider.value);
      form.elements[slider.name + "-words"].value = said;
      slider.setAttribute("aria-valuetext", said);
    }
    byId("shown").textContent = say("exercises_shown", counted(page.shown.length), counted(total))
      + (page.shown.length > rows.length ? say("first_rows", counted(rows.length)) : "");
    byId("none-fits").hidden = page.shown.length > 0;
    if (page.chosen !== null && !page.shown.includes(page.chosen)) clear();
    drawEvents();
    layOut();
  }

  const sliders = () => [form.elements.from, form.elements.to];

  /** A slider that is moved beyond the other takes it along. */
  function uncross(moved) {
    const [from, to] = sliders();
    if (from.valueAsNumber > to.valueAsNumber) (moved === from ? to : from).value = moved.value;
  }

  /** The part of the address that names what is filtered by; what is as at first is not named. */
  function filterAddress() {
    if (!form) return "";
    const { party, kind, text } = form.elements;
    const verdicts = checked();
    return Object.entries({
      party: party.value, kind: kind.value, verdict: verdicts.length < VERDICTS.length ? verdicts.join(".") || "none" : "",
      ...Object.fromEntries(sliders().map((slider) => [slider.name, slider.value === slider.defaultValue ? "" : monthWords(slider.value)])),
      text: text.value,
    }).map(([name, value]) => value && "&" + name + "=" + encodeURIComponent(value)).join("");
  }

  /** Filter as an address says; what it does not name, or names wrongly, is as at first. */
  function readFilters(asked) {
    const before = filterAddress();
    if (!form) return;
    const { party, kind, text } = form.elements;
    for (const select of [party, kind]) {
      select.value = asked.get(select.name) || "";
      if (select.selectedIndex < 0) select.value = "";
    }
    const verdicts = asked.get("verdict")?.split(".") || [];
    const known = verdicts.some((word) => word === "none" || VERDICTS.includes(word));
    for (const box of form.querySelectorAll("[name=verdict]")) box.checked = !known || verdicts.includes(box.value);
    for (const slider of sliders()) {
      const value = asked.get(slider.name);
      slider.value = value && monthWords(month(value)) === value ? month(value) : slider.defaultValue;
    }
    uncross(form.elements.from);
    text.value = asked.get("text") || "";
    if (filterAddress() === before) return;
    byId("filters").open = true;
    filter();
  }

  if (form) {
    offer(form.elements.party, columns ? columns.parties : objects.flatMap((event) => event.parties));
    offer(form.elements.kind, columns ? columns.kinds : objects.flatMap((event) => event.kinds));
    const known = spans.flat().filter((value) => value !== null);
    for (const slider of sliders()) {
      slider.min = known.length ? known.reduce((a, b) => Math.min(a, b)) : 0;
      slider.max = known.length ? known.reduce((a, b) => Math.max(a, b)) : 0;
      slider.defaultValue = slider.name === "from" ? slider.min : slider.max;
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { // after the fields are back
      filter();
      page.remember();
    }));
    form.addEventListener("change", () => page.remember()); // not at each step of a slider
    // Typing among very many waits for a pause.
    let pause = 0;
    form.addEventListener("input", ({ target }) => {
      uncross(target);
      clearTimeout(pause);
      if (total > 5000) pause = setTimeout(filter, 150);
      else filter();
    });
    filter();
  } else {
    page.shown = objects.map((event, index) => index);
    drawEvents();
    layOut();
  }

  byId("show").addEventListener("input", () => {
    byId("map").classList.toggle("without-names", !wish("names"));
    byId("map").classList.toggle("without-readings", !wish("readings"));
    showBorders(wish("borders"));
    drawEvents();
  });

  return { filter, filterAddress, readFilters };
});
