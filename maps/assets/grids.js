/* Reads grid references, metres of UTM zones and plus codes, as geo/grid.py and geo/plus_codes.py do. Degrees, WGS 84. */
(function () {
  "use strict";

  const { Unreadable } = dezone;
  const { sin, cos, sinh, cosh } = Math;
  const DEG = 180 / Math.PI;
  const refuser = (text) => (key, ...values) => { throw new Unreadable(key, text.trim(), ...values); };

  // The transverse Mercator projection as Krüger's series for WGS 84: within 900 km they are good to a millimetre.
  // Karney (2011), Transverse Mercator with an accuracy of a few nanometers, equations 14, 36 and, for the latitude, 9.
  const RADIUS_M = 6367449.145823415;
  const TO_SPHERE = [8.377321641e-4, 5.905869568e-8, 1.67348888e-10];
  const TO_LATITUDE = [3.356551469e-3, 6.571873084e-6, 1.7646564e-8];

  /** Degrees of metres east of a meridian and north of the equator. */
  function fromMetres(east, north, meridian, scale) {
    const [x, y] = [east / scale / RADIUS_M, north / scale / RADIUS_M];
    let [eta, xi] = [x, y];
    TO_SPHERE.forEach((term, index) => {
      const times = 2 * index + 2;
      eta -= term * cos(times * y) * sinh(times * x);
      xi -= term * sin(times * y) * cosh(times * x);
    });
    const sphere = Math.asin(sin(xi) / cosh(eta));
    const lat = TO_LATITUDE.reduce((sum, term, index) => sum + term * sin((2 * index + 2) * sphere), sphere);
    const lon = meridian + Math.atan2(sinh(eta), cos(xi)) * DEG;
    return { lon: lon - 360 * Math.round(lon / 360), lat: lat * DEG };
  }

  const SQUARE_M = 1e5;
  const BANDS = "CDEFGHJKLMNPQRSTUVWX";
  const COLUMNS = ["STUVWXYZ", "ABCDEFGH", "JKLMNPQR"]; // of zones 3, 1, 2 and so on in turn
  const ROWS = "ABCDEFGHJKLMNPQRSTUV";
  const inZone = (zone, southern, east, north) => fromMetres(east - 5e5, north - (southern ? 1e7 : 0), 6 * zone - 183, 0.9996);

  function endsOf(band) {
    const south = 8 * BANDS.indexOf(band) - 80;
    return [south, south + (band === "X" ? 12 : 8)];
  }

  /** 52S DG 12345 67890: the middle of the square. */
  function readReference(text) {
    const match = /^\s*(?:(?:MGRS|USNG|UTMREF)[\s:]*)?(\d{1,2})\s?([C-HJ-NP-X])\s?([A-HJ-NP-Z])([A-HJ-NP-Z])\s*(\d{1,5}\s+\d{1,5}|\d{2,10})\s*$/i.exec(text);
    if (!match) return null;
    const [zone, band, column, row, digits] = match.slice(1).map((part) => part.toUpperCase());
    const refuse = refuser(text);
    const halves = /\s/.test(digits) ? digits.split(/\s+/) : [digits.slice(0, digits.length / 2), digits.slice(digits.length / 2)];
    if (halves[0].length !== halves[1].length) refuse("grid_halves");
    const columns = COLUMNS[zone % 3];
    if (zone < 1 || zone > 60) refuse("grid_zone");
    if (!columns.includes(column)) refuse("grid_column", zone, columns);
    if (!ROWS.includes(row)) refuse("grid_row", ROWS);
    const at = (x, y) => inZone(zone, band < "N", x, y);
    const east = (columns.indexOf(column) + 1) * SQUARE_M;
    const [south, north] = endsOf(band);
    // The letters come again every 2,000 km; the band says which are meant.
    const corner = [0, 20, 40, 60, 80, 100].map((more) => (((ROWS.indexOf(row) + (zone % 2 ? 0 : 15)) % 20) + more) * SQUARE_M).find((y) => {
      const lats = [0, SQUARE_M].flatMap((dx) => [0, SQUARE_M].map((dy) => at(east + dx, y + dy).lat));
      return Math.min(...lats) < north && Math.max(...lats) > south;
    });
    if (corner === undefined) refuse("grid_square", column + row, zone + band);
    const side = SQUARE_M / 10 ** halves[0].length;
    const [x, y] = halves.map((half) => (Number(half) + 0.5) * side);
    return { ...at(east + x, corner + y), doubts: side < 1000 ? [] : [["doubt_square", text.trim(), side / 1000]] };
  }

  /** 52S 321000 4250000: zone, the letter of a band or the hemisphere, easting, northing. */
  function readMetres(text) {
    const match = /^\s*(?:UTM[\s:]*)?(?:zone\s*)?(\d{1,2})\s?([C-HJ-NP-X]|north|south)[\s,;]+(?:E[\s:]*)?(\d{5,8}(?:\.\d+)?)(?:\s?m)?(?:\s?E)?[\s,;]+(?:N[\s:]*)?(\d{1,8}(?:\.\d+)?)(?:\s?m)?(?:\s?N)?\s*$/i.exec(text);
    if (!match) return null;
    const [printed, zone, side, east, north] = [text.trim(), Number(match[1]), match[2].toUpperCase(), Number(match[3]), Number(match[4])];
    const refuse = refuser(text);
    if (zone < 1 || zone > 60) refuse("grid_zone");
    if (east < SQUARE_M || east > 9 * SQUARE_M) refuse("grid_easting");
    if (north > 1e7) refuse("grid_northing");
    let at = inZone(zone, side < "N" || side === "SOUTH", east, north);
    let doubts = [];
    if (side !== "N" && BANDS.includes(side)) {
      const [from, to] = endsOf(side);
      const fits = at.lat >= from - 1e-4 && at.lat <= to + 1e-4;
      const parallel = (lat) => Math.abs(lat) + "°" + (lat < 0 ? "S" : lat ? "N" : "");
      if (side === "S") doubts = [[fits ? "doubt_band" : "doubt_south", printed, zone]];
      else if (!fits) refuse("grid_band", side, parallel(from), parallel(to), zone + (side < "N" ? " south" : " north"));
      if (!fits) at = inZone(zone, true, east, north);
    }
    if (at.lat < -80 || at.lat > 84) refuse("grid_ends");
    return { ...at, doubts };
  }

  const DIGITS = "23456789CFGHJMPQRVWX";
  const CODE = new RegExp("^\\s*([" + DIGITS + "]{2,8}0*)\\+([" + DIGITS + "]{0,7})([\\s,].*)?$", "i");

  /** 8Q8F29J6+22: the middle of the cell. */
  function readCode(text) {
    const match = CODE.exec(text);
    if (!match) return null;
    const [head, tail, rest = ""] = match.slice(1).map((part) => part?.toUpperCase());
    const refuse = refuser(text);
    if (head.length < 8) refuse("plus_short");
    if (/[^ ,]/.test(rest.trim())) refuse("plus_words");
    const digits = head.replace(/0+$/, "") + tail;
    let [lat, lon, high, wide] = [-90, -180, 400, 400];
    [...digits].forEach((digit, place) => {
      const value = DIGITS.indexOf(digit);
      if (place > 9) {
        [high, wide] = [high / 5, wide / 4];
        [lat, lon] = [lat + Math.floor(value / 4) * high, lon + (value % 4) * wide];
      } else if (place % 2) lon += value * (wide /= 20);
      else lat += value * (high /= 20);
    });
    const broken = head.length > 8 || tail.length === 1 || digits.slice(0, 8).length % 2 || (tail && head.includes("0"));
    if (broken || lat >= 90 || lon >= 180) refuse("plus_none");
    return { lat: lat + high / 2, lon: lon + wide / 2, doubts: high < 0.05 ? [] : [["doubt_cell", text.trim(), Number(high.toPrecision(6))]] };
  }

  dezone.fromMetres = fromMetres;
  dezone.readGrid = (text) => (text.includes("+") ? readCode(text) : readReference(text) || readMetres(text));
})();
