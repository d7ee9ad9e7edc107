/* The map itself, empty: it takes its place on the page before anything is unpacked. */
dezone.frame = function (page) {
  "use strict";

  const { scene, narrow, still } = page;

  const [west, south, east, north] = scene.view;
  const zoneBounds = L.latLngBounds([south, west], [north, east]);
  const map = L.map("map", {
    zoomControl: false,
    zoomSnap: 0.25,
    zoomDelta: 1,
    minZoom: 3,
    maxZoom: scene.columns ? 11 : 8,
    wheelPxPerZoomLevel: 120,
    scrollWheelZoom: false, // the wheel scrolls the page until the map has the focus
    zoomAnimation: !still.matches,
    fadeAnimation: false,
    inertia: !still.matches,
    attributionControl: true,
  });
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  map.attributionControl.setPrefix(false);
  map.attributionControl.getContainer().textContent = scene.attribution; // its own way in reads HTML
  map.fitBounds(zoneBounds, { paddingTopLeft: [12, 12], paddingBottomRight: [12, narrow.matches ? 50 : 12], animate: false });

  dezone.map = map; // for the layers of a map that is not strict

  return { map, zoneBounds };
};
