/* What every part of the page uses: texts, elements, lines as Leaflet wants them, degrees in words.

   The page is one object, `dezone.page`: each script after this one is a function that takes what it needs from it
   and gives back what it adds. What changes while the page is used stands in it by name: `shown`, the numbers of
   the exercises that pass the filter; `chosen`, the number of one or null; `answer`, that of the last check. */
dezone.helpers = function (page) {
  "use strict";

  const scene = JSON.parse(document.getElementById("scene").textContent);
  const VERDICTS = ["inside", "partly", "outside", "uncertain"];
  const COLOURS = { inside: "#b2182b", partly: "#d67807", outside: "#4d4d4d", uncertain: "#2f4b9c" };
  const GRATICULE = { west: 60, east: 220, south: 0, north: 75 };
  const SVG = "http://www.w3.org/2000/svg";
  const inForce = scene.readings.find((reading) => reading.in_force);
  const narrow = window.matchMedia("(max-width: 53.75em)");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const byId = (id) => document.getElementById(id);

  /** A text of the page, with values put in for each pair of braces. */
  const say = (key, ...values) => scene.say[key].split("{}").map((part, index) => (index ? values[index - 1] : "") + part).join("");
  // Not toLocaleString, which takes ten milliseconds to load what it knows of languages.
  const counted = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

  function el(tag, properties, ...children) {
    const element = document.createElement(tag);
    Object.assign(element, properties);
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  }

  function svg(tag, attributes, ...children) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function symbol(verdict, size) {
    const use = svg("use", { href: "#mark-" + verdict });
    return svg("svg", { width: size, height: size, "aria-hidden": "true" }, use);
  }

  const EARTH_KM = 6371.0088;

  /** Lines that the JSON names by where they begin and how many they are, as [latitude, longitude] pairs. */
  function drawn(ref, units) {
    return page.lines(ref).map((line) => {
      const points = [];
      for (let i = 0; i < line.length; i += 2) points.push([line[i + 1] / units, line[i] / units]);
      return points;
    });
  }
  const shapes = (ref) => drawn(ref, scene.units.shape);
  const exacts = (ref) => drawn(ref, scene.units.place);
  const lands = (ref) => drawn(ref, scene.units.land);

  const latLng = (at) => L.latLng(at[1], at[0]);
  const west180 = (lon) => (lon > 180 ? lon - 360 : lon);
  const degrees = (value) => (value * Math.PI) / 180;

  /** The positions at one distance from a point, on a sphere: what "within 50 km" means on any projection. */
  function circleAround(at, radiusKm) {
    const [lon, lat] = at.map(degrees);
    const angle = Math.min(radiusKm / EARTH_KM, 1.5);
    const ring = [];
    for (let step = 0; step < 72; step += 1) {
      const bearing = degrees(step * 5);
      const sine = Math.sin(lat) * Math.cos(angle) + Math.cos(lat) * Math.sin(angle) * Math.cos(bearing);
      const east = Math.atan2(
        Math.sin(bearing) * Math.sin(angle) * Math.cos(lat),
        Math.cos(angle) - Math.sin(lat) * sine
      );
      ring.push([(Math.asin(sine) * 180) / Math.PI, ((lon + east) * 180) / Math.PI]);
    }
    return ring;
  }

  function minutes(value, letters) {
    const tenths = Math.round(Math.abs(value) * 600);
    const whole = Math.floor(tenths / 600);
    const rest = ((tenths % 600) / 10).toFixed(1).padStart(4, "0");
    return whole + "°" + rest + "′" + letters[value < 0 ? 1 : 0];
  }

  return {
    scene, inForce, VERDICTS, COLOURS, narrow, still, byId, say, counted, el, svg, symbol, shapes, exacts, lands, latLng, west180,
    circleAround, minutes, GRATICULE,
  };
};
