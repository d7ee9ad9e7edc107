/* Reads a position in the spellings that `dezone check` reads; what it cannot read for certain it refuses, with
   the key of a text that says why. Nothing here touches the page. Degrees, WGS 84. */
dezone.read = (function () {
  "use strict";

  const CHARACTERS = {
    "°": "º˚゜ᵒ",
    "′": "'’‘‛\u0060´ʹʼ＇｀",
    "″": "\"”“‟〞〝»«˝ʺ＂",
    "-": "−‐‑‒–—―─ー－",
    ";": "，、。；・",
    " ": "\t\v\f\r\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u202a\u202b\u202c\u202f\u205f\u2060\u2066\u2069\u3000\ufeff",
  };
  const PLAIN = new Map(Object.entries(CHARACTERS).flatMap(([plain, others]) => [...others].map((one) => [one, plain])));
  const LETTER = "A-Za-zÀ-ɏЀ-ӿ";
  const apart = (words) => new RegExp("(?<![" + LETTER + "])(?:" + words + ")(?![" + LETTER + "])", "gi");
  const after = (words) => new RegExp("(?<=\\d ?)(?:" + words + ")(?![" + LETTER + "])", "gi");
  // Longer words first, so that "lat" does not eat the beginning of "latitude".
  const WORDS = [
    [/(?<=\d ?)[度도]/g, "°"], [/(?<=\d ?)[分분]/g, "′"], [/(?<=\d ?)[秒초]/g, "″"], // a letter may touch them
    [after("degrees?|deg\\.?|градус(?:ов|а)?|град\\.?"), "°"],
    [after("minutes?|min\\.?|минут[аы]?|мин\\.?"), "′"],
    [after("seconds?|sec\\.?|секунд[аы]?|сек\\.?"), "″"],
    [/北[纬緯]|북위/g, "↑"], [/南[纬緯]|남위/g, "↓"], [/[东東][经經経]|동경/g, "→"], [/西[经經経]|서경/g, "←"],
    [/[纬緯]度|위도/g, "↕"], [/[经經経]度|경도/g, "↔"], [/和|及|および|및/g, " "],
    [apart("северн(?:ой|ая) широт[ыа]|сев\\. широты|с\\. ?ш\\.|сш|north(?:ern)? latitude|north|n"), "↑"],
    [apart("южн(?:ой|ая) широт[ыа]|юж\\. широты|ю\\. ?ш\\.|юш|south(?:ern)? latitude|south|s"), "↓"],
    [apart("восточн(?:ой|ая) долгот[ыа]|вост\\. долготы|в\\. ?д\\.|вд|east(?:ern)? longitude|east|e"), "→"],
    [apart("западн(?:ой|ая) долгот[ыа]|зап\\. долготы|з\\. ?д\\.|зд|west(?:ern)? longitude|west|w"), "←"],
    [apart("latitude|lat\\.?|широта"), "↕"], [apart("longitude|long\\.?|lon\\.?|lng|долгота"), "↔"],
    [apart("and|и"), " "],
    // Russian letters, and the Latin ones that look like them, after a number
    [/(?<=[\d°′″] ?)С(?![A-Za-zЀ-ӿ])|(?<=[\d°′″])C(?![A-Za-zЀ-ӿ])/g, "↑"], [/(?<=[\d°′″] ?)Ю(?![A-Za-zЀ-ӿ])/g, "↓"],
    [/(?<=[\d°′″] ?)В(?![A-Za-zЀ-ӿ])|(?<=[\d°′″])B(?![A-Za-zЀ-ӿ])/g, "→"], [/(?<=[\d°′″] ?)З(?![A-Za-zЀ-ӿ])/g, "←"],
    [/(?<![A-Za-zЀ-ӿ])С(?= ?\d)/g, "↑"], [/(?<![A-Za-zЀ-ӿ])Ю(?= ?\d)/g, "↓"],
    [/(?<![A-Za-zЀ-ӿ])В(?= ?\d)/g, "→"], [/(?<![A-Za-zЀ-ӿ])З(?= ?\d)/g, "←"],
  ];
  const SIGN = { "↑": 1, "↓": -1, "→": 1, "←": -1, "↕": 1, "↔": 1 };
  const isLatitude = (arrow) => "↑↓↕".includes(arrow);

  class Unreadable extends Error {
    /** `key` names a text of the page; the values stand in it. */
    constructor(key, ...values) {
      super(key);
      this.key = key;
      this.values = values.map((value) => (value.length > 60 ? value.slice(0, 60) + "…" : value));
    }
  }
  dezone.Unreadable = Unreadable;

  function plain(text) {
    const ascii = [...text].map((one) => {
      const mapped = PLAIN.get(one) || one;
      const code = mapped.charCodeAt(0);
      return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : mapped;
    }).join("").replace(/(?<=\d)\*(?= ?[\dNSEW])/g, "°"); // 39*12′30″N
    const coded = WORDS.reduce((words, [pattern, code]) => words.replace(pattern, code), ascii);
    return coded.replace(/′′/g, "″").replace(/([°′″])\.(\d+)/g, ".$2$1").replace(/[:=&]/g, " ").trim();
  }

  const NUMBER = "(\\d{1,2}(?:[.,]\\d+)?)";
  const SPELLINGS = {
    marks: new RegExp("^([+-]?)(\\d{1,3}(?:[.,]\\d+)?) {0,2}°(?: ?-? ?" + NUMBER + " ?′?(?: ?-? ?" + NUMBER + " ?″?)?)?$"),
    hyphens: new RegExp("^()(\\d{1,3}) ?- ?" + NUMBER + "′?(?:-" + NUMBER + "″?)?$"),
    spaces: new RegExp("^([+-]?)(\\d{1,3}) " + NUMBER + "(?: " + NUMBER + ")?$"),
    decimal: /^([+-]?)(\d{1,3}(?:[.,]\d+)?)$/,
  };
  const PACKED = { lat: /^()(\d{2})(\d{2})(\d{2})?(\.\d+)?$/, lon: /^()(\d{3})(\d{2})(\d{2})?(\.\d+)?$/ };

  /** One angle in degrees with its sign, and how it was spelled. */
  function angle(text, axis, signed) {
    const trimmed = text.trim();
    const number = (part) => Number((part || "0").replace(",", "."));
    const packed = signed && PACKED[axis].exec(trimmed);
    if (packed) {
      const [, , degrees, minutes, seconds, tail = ""] = packed;
      return { spelling: "packed", value: whole(number(degrees), number(seconds ? minutes : minutes + tail), number(seconds ? seconds + tail : "0")) };
    }
    for (const [spelling, pattern] of Object.entries(SPELLINGS)) {
      const match = pattern.exec(trimmed);
      if (!match) continue;
      const [, sign, degrees, minutes, seconds] = match;
      if ((signed && sign) || (minutes && /[.,]/.test(degrees)) || (seconds && /[.,]/.test(minutes))) break;
      return { spelling, value: (sign === "-" ? -1 : 1) * whole(number(degrees), number(minutes), number(seconds)) };
    }
    throw new Unreadable("unreadable", trimmed || text);
  }

  function whole(degrees, minutes, seconds) {
    if (minutes >= 60 || seconds >= 60) throw new Unreadable("sixty", String(minutes >= 60 ? minutes : seconds));
    return degrees + minutes / 60 + seconds / 3600;
  }

  function halvesWithHemispheres(text) {
    const A = "[↑↓→←↕↔]";
    const before = new RegExp("^(" + A + ") *([^←-↕]+)(" + A + ") *([^←-↕]+)$").exec(text);
    if (before) return [[before[1], before[2]], [before[3], before[4]]];
    const behind = new RegExp("^([^←-↕]+)(" + A + ")([^←-↕]+)(" + A + ")$").exec(text);
    if (behind) return [[behind[2], behind[1]], [behind[4], behind[3]]];
    throw new Unreadable("hemispheres", text);
  }

  function halvesWithout(text) {
    const commas = /^([+-]?\d+,\d+) *[;, ] *([+-]?\d+,\d+)$/.exec(text);
    if (commas) {
      // 38,12 39,13: two numbers, or two positions? Only a latitude beyond 90 tells.
      if (Math.abs(parseInt(commas[2], 10)) <= 90) throw new Unreadable("several", text);
      return [commas[1], commas[2]];
    }
    for (const separator of [/ *[;/\n] */, /, */, / {2,}/]) {
      const parts = text.split(separator);
      if (parts.length === 2 && !parts.some((part) => part.includes(","))) return parts;
      if (parts.length > 1) throw new Unreadable("several", text);
    }
    const tokens = text.split(/ +/);
    if (tokens.length % 2 || tokens.length > 6) throw new Unreadable("unreadable", text);
    return [tokens.slice(0, tokens.length / 2).join(" "), tokens.slice(tokens.length / 2).join(" ")];
  }

  /** Read one position; without hemispheres the latitude comes first. Gives with it what had to be assumed, as keys of texts. */
  function read(text) {
    if (!text.trim()) throw new Unreadable("empty");
    const other = text.length > 4000 ? null : text.includes("/") ? dezone.readLink(text) : dezone.readGrid(text);
    if (other) return { ...valid(other.lon, other.lat, true), doubts: other.doubts || [] };
    if (text.length > 200) throw new Unreadable("several");
    const first = /^\s*(?:\[\s*([^\s,\]]+)\s*,\s*([^\s,\]]+)\s*\]|point\s*\(\s*([^\s()]+)\s+([^\s()]+)\s*\))\s*$/i.exec(text);
    if (first) {
      const numbers = [first[1] || first[3], first[2] || first[4]];
      if (!numbers.every((one) => /^[+-]?\d+(\.\d*)?$/.test(one))) throw new Unreadable("unreadable", text.trim());
      return valid(...numbers.map(Number), false);
    }
    const geo = /^\s*geo:([+-]?\d+(?:\.\d*)?),([+-]?\d+(?:\.\d*)?)(?:,[^\s;?]+)?(?:;crs=wgs84)?(?:\?\S*)?\s*$/i.exec(text);
    if (geo) return valid(Number(geo[2]), Number(geo[1]), true);
    let words = plain(text).replace(/[.;, ]+$/, "").replace(/^\(([^()]*)\)$/, "$1").replace(/[.;, ]+$/, "");
    if (/[↑↓→←]/.test(words)) words = words.replace(/[↕↔]/g, " ");
    words = words.trim();
    const strange = /[^\d.,°′″←-↕ \n;/+-]/.exec(words);
    // 50 km east of Pohang: only the command line knows names. What a shell would read otherwise is not put into one.
    if (strange && /\p{L}{2}/u.test(words)) throw new Unreadable("names", text.trim().replace(/[\x22\\$\x60!]/g, ""));
    if (strange) throw new Unreadable("unreadable", strange[0]);
    const arrows = words.replace(/[^←-↕]/g, "");
    if (arrows.length > 2) throw new Unreadable("several");
    if (!arrows) {
      const [lat, lon] = halvesWithout(words);
      return valid(angle(lon, "lon", false).value, angle(lat, "lat", false).value, true);
    }
    const halves = halvesWithHemispheres(words);
    if (isLatitude(halves[0][0]) === isLatitude(halves[1][0])) throw new Unreadable("hemispheres", text.trim());
    const found = { lat: null, lon: null };
    const spellings = new Set();
    for (const [arrow, body] of halves) {
      const axis = isLatitude(arrow) ? "lat" : "lon";
      const { value, spelling } = angle(body.replace(/^[ ,;/.]+|[ ,;/.]+$/g, ""), axis, !"↕↔".includes(arrow));
      spellings.add(spelling);
      found[axis] = SIGN[arrow] * value;
    }
    // 1.3846N12059E: a label and two packed numbers, or a decimal and a packed one? It is not for us to guess.
    if (spellings.size > 1 && spellings.has("packed")) throw new Unreadable("unreadable", text.trim());
    return valid(found.lon, found.lat, false);
  }

  function valid(lon, lat, mayBeSwapped) {
    if (Math.abs(lat) > 90) {
      const swapped = mayBeSwapped && Math.abs(lon) <= 90 && Math.abs(lat) <= 180;
      throw new Unreadable(swapped ? "swapped" : "latitude", swapped ? lon + ", " + lat : String(lat));
    }
    if (Math.abs(lon) > 180) throw new Unreadable("longitude", String(lon));
    return { lon, lat };
  }

  return read;
})();
