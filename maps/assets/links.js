/* Reads links of map services from the table of geo/map_links.py, which comes with the data as `dezone.links`. Nothing is
   opened or asked. Degrees, WGS 84. */
dezone.readLink = function (text) {
  "use strict";

  const { Unreadable, links } = dezone;
  const address = /^\s*(?:https?:\/\/)?((?:[a-z0-9-]+\.)+[a-z]{2,})([/?#]\S*)\s*$/i.exec(text);
  if (!address) return null;
  const host = address[1].toLowerCase();
  let rest = address[2].replace(/\+/g, " ");
  try { rest = decodeURIComponent(rest); } catch { /* some other percent sign */ }
  if (new RegExp(links.short).test(host + rest)) throw new Unreadable("link_short", text.trim());

  const known = links.forms.filter(([hosts]) => new RegExp("(?:^|\\.)(?:" + hosts + ")$").test(host));
  for (const [, form, kind, marks] of known) {
    const found = new RegExp(form).exec(rest);
    if (!found) continue;
    const [one, two] = found.slice(1).filter(Boolean);
    const doubts = marks ? [] : [["doubt_view"]];
    if (kind === "words") {
      try {
        return dezone.read(one.split(/[_;\s]+/).filter((word) => !word.includes(":")).join(" "));
      } catch (error) {
        if (!error.key) throw error; // else it was the name of a place
      }
    } else if (kind === "mercator") {
      const [x, y] = [one, two].map((metres) => metres / 6378137);
      return { lon: (x * 180) / Math.PI, lat: (Math.atan(Math.sinh(y)) * 180) / Math.PI, doubts };
    } else if (kind === "congnamul") {
      // Steps of 40 cm from 200 km west and 500 km south of 38°N 127°E, which is 4,207 km from the equator.
      return { ...dezone.fromMetres(one / 2.5 - 2e5, two / 2.5 - 5e5 + 4207498.019, 127, 1), doubts };
    } else {
      const [lon, lat] = (kind === "lon_lat" ? [one, two] : [two, one]).map(Number);
      return { lon, lat, doubts };
    }
  }
  if (known.length) throw new Unreadable("link_none", text.trim());
  return null;
};
