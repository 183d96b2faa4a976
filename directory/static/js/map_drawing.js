// Draws the ground of a map with Leaflet: land, water, borders and names from files of this site,
// or the tiles an operator named. Colours are those of the page, in light and in dark.
/* global L, topojson, protomapsL */
const still = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");
const COUNTIES_FROM = 7;
const UNITED_STATES = [[15, -180], [72, -60]];

export async function draw(frame, ground, { title, words, view, named }) {
  const own = !ground.kind;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", title);
  const map = L.map(frame, {
    attributionControl: false,
    zoomControl: false,
    minZoom: 2,
    maxZoom: own ? 12 : 18,
    maxBounds: [[-85, -220], [85, 220]],
    preferCanvas: false,
    zoomAnimation: !still.matches,
    fadeAnimation: !still.matches,
    markerZoomAnimation: !still.matches,
    inertia: !still.matches,
    scrollWheelZoom: false,
  });
  L.control.zoom({ position: "topright", zoomInTitle: words.in, zoomOutTitle: words.out }).addTo(map);
  // The wheel moves the page until somebody means the map.
  frame.addEventListener("focusin", () => map.scrollWheelZoom.enable());
  frame.addEventListener("focusout", () => map.scrollWheelZoom.disable());
  map.fitBounds(box(view ?? "-50,-140,70,160"), { animate: false });
  if (own) await drawOwn(map, ground, named);
  else drawTheirs(map, ground);
  return map;
}

export function box(text) {
  const [south, west, north, east] = text.split(",").map(Number);
  return [[south, west], [north, east < west ? east + 360 : east]];
}

// Leaflet stops a picture by putting another in its place, one that our policy does not allow.
const Pictures = L.TileLayer.extend({
  _removeTile(key) {
    this._tiles[key]?.el.removeAttribute("src");
    L.GridLayer.prototype._removeTile.call(this, key);
  },
  _abortLoading() {
    for (const [key, { coords, el }] of Object.entries(this._tiles)) {
      if (coords.z === this._tileZoom) continue;
      el.onload = el.onerror = null;
      if (!el.complete) this._removeTile(key);
    }
  },
});

function drawTheirs(map, ground) {
  if (ground.kind === "server") {
    // With its permission asked for (CORS): our pages take nothing from elsewhere without.
    new Pictures(ground.address, { crossOrigin: "anonymous", maxZoom: 18 }).addTo(map);
    return;
  }
  const lang = document.documentElement.lang.slice(0, 2);
  const flavor = () => (dark.matches ? "dark" : "light");
  let layer = protomapsL.leafletLayer({ url: ground.address, flavor: flavor(), lang }).addTo(map);
  dark.addEventListener("change", () => {
    layer.remove();
    layer = protomapsL.leafletLayer({ url: ground.address, flavor: flavor(), lang }).addTo(map);
  });
}

async function drawOwn(map, ground, named) {
  const read = async (name) => {
    const answer = await fetch(ground[name]);
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.json();
  };
  const [world, states, names] = await Promise.all([read("world"), read("states"), read("names")]);
  const layers = [
    layer(map, "land", 201, topojson.feature(world, world.objects.countries), { fill: "land" }),
    layer(map, "borders", 202, topojson.mesh(world, world.objects.countries, (a, b) => a !== b),
      { line: "border", width: 1 }),
    layer(map, "coast", 203, topojson.mesh(world, world.objects.countries, (a, b) => a === b),
      { line: "coast", width: 0.8 }),
    layer(map, "nation", 204, topojson.feature(states, states.objects.nation), { fill: "land" }),
    layer(map, "states", 206, topojson.mesh(states, states.objects.states),
      { line: "border", width: 1 }),
  ];
  let counties;
  const fine = async () => {
    const wanted = map.getZoom() >= COUNTIES_FROM && map.getBounds().intersects(UNITED_STATES);
    if (wanted && counties === undefined) {
      counties = null;
      const lines = await read("counties").catch(() => undefined);
      if (!lines) return;
      counties = layer(map, "counties", 205, topojson.feature(lines, lines.objects.lines),
        { line: "county", width: 0.8 });
      layers.push(counties);
    }
    if (counties) map.getPane("counties").hidden = map.getZoom() < COUNTIES_FROM;
  };
  map.on("moveend", fine);
  fine();
  const labels = new Names(names, named).addTo(map);
  dark.addEventListener("change", () => {
    for (const each of layers) each.recolour();
    labels.paint();
  });
}

function colour(map, name) {
  return getComputedStyle(map.getContainer()).getPropertyValue(`--map-${name}`).trim();
}

// One canvas each, so that redrawing one leaves the others alone; none takes the pointer.
function layer(map, pane, height, shapes, { fill, line, width = 0 }) {
  const place = map.createPane(pane);
  place.style.zIndex = height;
  place.style.pointerEvents = "none";
  const style = () => ({
    fill: Boolean(fill),
    fillColor: fill && colour(map, fill),
    fillOpacity: 1,
    stroke: Boolean(line),
    color: line && colour(map, line),
    weight: width, // also where nothing is stroked: shapes are cut with it
  });
  const drawn = L.geoJSON(shapes, {
    pane,
    renderer: L.canvas({ pane, padding: 0.3 }),
    interactive: false,
    style,
  }).addTo(map);
  drawn.recolour = () => drawn.setStyle(style());
  return drawn;
}

// The least rank (ten times the power of ten of its people) that is named at a zoom.
const FLOORS = { 2: 70, 3: 67, 4: 61, 5: 57, 6: 53, 7: 48, 8: 44 };

// Names on one canvas below the markers: the biggest places first, none upon another.
const Names = L.Layer.extend({
  initialize(names, named) {
    this.names = names;
    this.named = named;
    const say = new Intl.DisplayNames([document.documentElement.lang], { type: "region" });
    names.country.names = names.country.names.map((code) => {
      try {
        return say.of(code);
      } catch {
        return "";
      }
    });
  },
  onAdd(map) {
    this.pane = map.getPane("names") ?? map.createPane("names");
    this.pane.style.zIndex = 350;
    this.pane.style.pointerEvents = "none";
    this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", this.pane);
    this.canvas.setAttribute("aria-hidden", "true");
    map.on("moveend resize", this.paint, this);
    this.map = map;
    this.paint();
  },
  paint() {
    const { map, canvas } = this;
    const size = map.getSize();
    const sharp = Math.min(2, devicePixelRatio || 1);
    canvas.width = size.x * sharp;
    canvas.height = size.y * sharp;
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    this.pen = canvas.getContext("2d");
    this.pen.scale(sharp, sharp);
    this.taken = [];
    const zoom = map.getZoom();
    const font = getComputedStyle(map.getContainer()).fontFamily;
    const { named } = this;
    if (named && zoom >= 4) {
      const one = { names: [named[2]], lat: [named[0] * 100], lon: [named[1] * 100], rank: [0] };
      this.names.named = one;
      this.write("named", 0, { font, size: 14, weight: 600, above: 30 });
    }
    const write = (kind, floor, how) => this.write(kind, floor, { font, ...how });
    if (zoom <= 5) write("country", zoom <= 2 ? 75 : zoom <= 3 ? 70 : 60, { size: 14, weight: 600 });
    if (zoom >= 4 && zoom <= 7) write("state", 0, { size: 13, weight: 600, soft: true });
    if (zoom >= 4) write("town", FLOORS[zoom] ?? 0, { size: 13, weight: 400, dot: true });
  },
  write(kind, floor, how) {
    const { names, lat, lon, rank } = this.names[kind];
    const near = this.map.getBounds();
    this.pen.font = `${how.weight} ${how.size}px ${how.font}`;
    this.pen.textBaseline = "middle";
    this.pen.lineJoin = "round";
    this.pen.lineWidth = 3;
    this.pen.strokeStyle = colour(this.map, "halo");
    this.pen.fillStyle = colour(this.map, how.soft ? "soft" : "name");
    for (let n = 0; n < names.length && rank[n] >= floor; n++) {
      if (near.contains([lat[n] / 100, lon[n] / 100])) this.one(names[n], lat[n] / 100, lon[n] / 100, how);
    }
  },
  one(name, lat, lon, { size, dot, above = 0 }) {
    // A name that is asked for stands above its place: markers crowd there.
    const at = this.map.latLngToContainerPoint([lat, lon]).subtract([0, above]);
    const wide = this.pen.measureText(name).width;
    const left = dot ? at.x + 7 : at.x - wide / 2;
    const [x1, y1, x2, y2] = [left - 4 - (dot ? 8 : 0), at.y - size * 0.75, left + wide + 4, at.y + size * 0.75];
    if (x2 > this.map.getSize().x || x1 < 0) return;
    if (this.taken.some(([a, b, c, d]) => x1 < c && x2 > a && y1 < d && y2 > b)) return;
    this.taken.push([x1, y1, x2, y2]);
    if (dot) {
      this.pen.beginPath();
      this.pen.arc(at.x, at.y, 2.5, 0, 2 * Math.PI);
      this.pen.fill();
    }
    this.pen.strokeText(name, left, at.y);
    this.pen.fillText(name, left, at.y);
  },
});
