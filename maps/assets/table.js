/* The table beneath the map: a link in each row, sorting, and with many exercises the first of those shown. */
dezone.parts.push(function (page) {
  "use strict";

  const { columns, VERDICTS, still, byId, el, rows, tableBody, rowIndex, eventAt, address, select } = page;

  const currentRow = (index) => (columns ? [...rowIndex.keys()].find((row) => rowIndex.get(row) === index) : rows[index]);

  // Each name is a link to its exercise: it can be copied, and opened beside.
  tableBody?.addEventListener("click", (click) => {
    const row = click.target.closest("a")?.closest("tr");
    if (!row || click.ctrlKey || click.metaKey || click.shiftKey) return;
    click.preventDefault();
    select(rowIndex.get(row), { move: true });
    byId("map").scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
  });

  /** With many exercises the table holds the first of those that are shown. */
  function fillTable() {
    const [first, last] = [page.shown[0], page.shown[Math.min(page.shown.length, rows.length) - 1]];
    const asWritten = first === 0 && last === rows.length - 1;
    if (asWritten && tableBody.firstElementChild === rows[0] && tableBody.childElementCount === rows.length) return;
    rowIndex.clear();
    if (asWritten) rows.forEach((row, index) => rowIndex.set(row, index));
    const filledRows = rowIndex.size ? rows : page.shown.slice(0, rows.length).map((index) => {
      const event = eventAt(index);
      const row = el("tr", {},
        el("th", { scope: "row", dir: "auto" }, el("a", { href: address(event.id), textContent: event.name })), el("td", { textContent: event.dates }),
        el("td", { textContent: event.parties.join(", ") }), el("td", { className: event.verdict, textContent: event.verdict }),
        el("td", { dir: "auto", textContent: event.reason }), el("td", { textContent: event.distance }));
      rowIndex.set(row, index);
      return row;
    });
    tableBody.replaceChildren(...filledRows);
  }

  const KEYS = [
    (event) => event.name.toLowerCase(),
    (event) => event.start || event.end,
    (event) => event.parties.join(),
    (event) => VERDICTS.indexOf(event.verdict),
    (event) => event.reason,
    (event) => event.distance_km ?? Infinity,
  ];
  document.querySelectorAll("thead th").forEach((header, column, headers) => {
    const button = el("button", { type: "button", textContent: header.textContent });
    header.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = header.getAttribute("aria-sort") === "ascending";
      headers.forEach((other) => other.removeAttribute("aria-sort"));
      header.setAttribute("aria-sort", down ? "descending" : "ascending");
      const sorted = [...rowIndex].map(([row, index]) => ({ row, index, key: KEYS[column](eventAt(index)) })).sort((a, b) => (
        (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index) * (down ? -1 : 1)
      ));
      tableBody.append(...sorted.map(({ row }) => row));
    });
  });

  return { currentRow, fillTable };
});
