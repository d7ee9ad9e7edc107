/* What is shown: the filter by verdict, party, kind, period and words, and the layers that can be left out. */
dezone.parts.push(function (page) {
  "use strict";

  const {
    columns, showBorders, byId, say, counted, el, rows, objects, total, wish, drawEvents, layOut,
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

  function filter() {
    const verdicts = new Set([...form.querySelectorAll("[name=verdict]:checked")].map((box) => box.value));
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
    form.elements["from-words"].value = monthWords(from);
    form.elements["to-words"].value = monthWords(to);
    byId("shown").textContent = say("exercises_shown", counted(page.shown.length), counted(total))
      + (page.shown.length > rows.length ? say("first_rows", counted(rows.length)) : "");
    byId("none-fits").hidden = page.shown.length > 0;
    if (page.chosen !== null && !page.shown.includes(page.chosen)) clear();
    drawEvents();
    layOut();
  }

  if (form) {
    offer(form.elements.party, columns ? columns.parties : objects.flatMap((event) => event.parties));
    offer(form.elements.kind, columns ? columns.kinds : objects.flatMap((event) => event.kinds));
    const known = spans.flat().filter((value) => value !== null);
    for (const name of ["from", "to"]) {
      const slider = form.elements[name];
      slider.min = known.length ? known.reduce((a, b) => Math.min(a, b)) : 0;
      slider.max = known.length ? known.reduce((a, b) => Math.max(a, b)) : 0;
      slider.defaultValue = name === "from" ? slider.min : slider.max;
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(filter)); // after the fields are back
    // Typing among very many waits for a pause.
    let pause = 0;
    form.addEventListener("input", () => {
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

  return { filter };
});
