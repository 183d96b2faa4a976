// Markers for the `data-spot` elements of a page, in step with them; and a point that somebody sets.
/* global L */
const LEAST = 14; // pixels: an area stays large enough to be met at any distance

export function show(map, figure, words) {
  const list = document.getElementById(figure.dataset.mapSpots ?? "");
  const spots = new Spots(map, list, words);
  spots.take();
  spots.look(figure.dataset.mapView);
  if (figure.dataset.mapPick) pick(map, figure, words);
  return {
    map,
    // After the list has changed: draws it anew and stays where it is, unless told to look.
    refresh(view) {
      spots.take();
      if (view) spots.look(view);
    },
  };
}

class Spots {
  constructor(map, list, words) {
    Object.assign(this, { map, list, words });
    const Named = L.DivIcon.extend({
      createIcon(old) {
        const element = L.DivIcon.prototype.createIcon.call(this, old);
        element.setAttribute("aria-label", this.options.label);
        return element;
      },
    });
    this.icon = (className, label, html = "") =>
      new Named({ className, label, html, iconSize: [44, 44], iconAnchor: [22, className === "pin" ? 42 : 22] });
    this.many = L.markerClusterGroup({
      animate: false,
      showCoverageOnHover: false,
      maxClusterRadius: 46,
      spiderLegPolylineOptions: { className: "map-leg", weight: 2 },
      iconCreateFunction: (group) => {
        const n = group.getChildCount().toLocaleString(document.documentElement.lang);
        const digits = document.createElement("span");
        digits.textContent = n;
        return this.icon("many", words.many.replace("{n}", n), digits);
      },
    }).addTo(map);
    this.wide = L.layerGroup().addTo(map);
    this.renderer = L.svg({ padding: 0.5 });
    map.on("zoomend", () => this.widen());
    map.on("popupopen", ({ popup }) => popup.getElement()?.querySelector("a")?.focus());
    map.on("popupclose", ({ popup }) => {
      const back = popup._source?.getElement?.();
      if (document.activeElement === document.body || popup.getElement()?.contains(document.activeElement)) back?.focus();
    });
    // Leaflet hears this key only while the map itself has the focus.
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key === "Escape") map.closePopup();
    });
    for (const [kind, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
      list?.addEventListener(kind, (event) => this.mark(event.target.closest("[data-spot]"), on));
    }
  }

  // Reads the list again and draws what it holds.
  take() {
    this.many.clearLayers();
    this.wide.clearLayers();
    this.layers = new Map();
    const areas = new Map();
    const pins = [];
    for (const item of this.list?.querySelectorAll("[data-spot]") ?? []) {
      this.layers.set(item, []);
      for (const text of item.dataset.spot.split(";").filter(Boolean)) {
        const [lat, lon, metres] = text.split(",").map(Number);
        if (!metres) pins.push(this.pin(item, [lat, lon]));
        else areas.set(text, [...(areas.get(text) ?? []), item]);
      }
    }
    this.many.addLayers(pins);
    for (const [text, items] of areas) this.area(text.split(",").map(Number), items);
    this.widen();
  }

  pin(item, at) {
    const label = item.dataset.spotName;
    const marker = L.marker(at, { icon: this.icon("pin", label), riseOnHover: true });
    marker.on("add", () => this.follow(marker.getElement(), [item]));
    marker.bindPopup(() => this.card([item]), { closeButton: false, minWidth: 180 });
    this.layers.get(item).push(marker);
    return marker;
  }

  // A place that is only roughly known: a circle as wide as that, shared by all who are there.
  area([lat, lon, metres], items) {
    const circle = L.circle([lat, lon], { radius: metres, className: "map-wide", weight: 2, renderer: this.renderer });
    circle.metres = metres;
    circle.bindPopup(() => this.card(items), { closeButton: false, minWidth: 180 });
    circle.addTo(this.wide);
    for (const item of items) this.layers.get(item).push(circle);
    const element = circle.getElement();
    element.setAttribute("tabindex", "0");
    element.setAttribute("role", "button");
    const who = items.length === 1 ? items[0].dataset.spotName : "";
    const n = items.length.toLocaleString(document.documentElement.lang);
    element.setAttribute("aria-label", who ? `${who}, ${this.words.area}` : this.words.areaOf.replace("{n}", n));
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      circle.openPopup();
    });
    this.follow(element, items);
  }

  widen() {
    const zoom = this.map.getZoom();
    this.wide.eachLayer((circle) => {
      const lat = circle.getLatLng().lat;
      const pixel = (40075016 * Math.cos((lat * Math.PI) / 180)) / 2 ** (zoom + 8);
      circle.setRadius(Math.max(circle.metres, LEAST * pixel));
    });
  }

  // What is met on the map is marked in the list.
  follow(element, items) {
    if (!element || element.dataset.followed) return;
    element.dataset.followed = "yes";
    const mark = (on) => items.forEach((item) => item.classList.toggle("marked", on));
    for (const kind of ["mouseenter", "focus"]) element.addEventListener(kind, () => mark(true));
    for (const kind of ["mouseleave", "blur"]) element.addEventListener(kind, () => mark(false));
  }

  // And what is met in the list is marked on the map, within its cluster if it stands in one.
  mark(item, on) {
    for (const layer of this.layers.get(item) ?? []) {
      const seen = layer.metres ? layer : this.many.getVisibleParent(layer);
      seen?.getElement?.()?.classList.toggle("marked", on);
    }
  }

  card(items) {
    const list = document.createElement("ul");
    list.className = "map-card";
    for (const item of items) {
      const link = item.querySelector("a")?.cloneNode(true);
      const line = document.createElement("li");
      line.append(link ?? item.dataset.spotName);
      if (items.length === 1) {
        const bits = item.querySelector(".bits")?.cloneNode(true);
        if (bits) line.append(bits);
      }
      list.append(line);
    }
    return list;
  }

  // Moves to all that is drawn; where nothing is, to what the server named.
  look(view) {
    const all = [...(this.layers?.values() ?? [])].flat();
    const bounds = L.latLngBounds([]);
    for (const layer of all) bounds.extend(layer.metres ? layer.getLatLng().toBounds(layer.metres * 2) : layer.getLatLng());
    if (bounds.isValid()) {
      this.map.fitBounds(bounds, { padding: [36, 36], maxZoom: 10, animate: false });
    } else if (view) {
      const [south, west, north, east] = view.split(",").map(Number);
      this.map.fitBounds([[south, west], [north, east]], { animate: false });
    }
    this.widen();
  }
}

// Two fields hold the point; a tap sets it, and so does a button for what stands in the middle.
function pick(map, figure, words) {
  const [lat, lon] = figure.dataset.mapPick.split(" ").map((id) => document.getElementById(id));
  const said = figure.querySelector("[data-map-said]");
  const cross = L.marker(map.getCenter(), {
    icon: L.divIcon({ className: "pin", iconSize: [44, 44], iconAnchor: [22, 42] }),
    keyboard: false,
    interactive: false,
  });
  const put = (at, quiet = false) => {
    cross.setLatLng(at).addTo(map);
    if (quiet) return;
    lat.value = at.lat.toFixed(5);
    lon.value = at.lng.toFixed(5);
    for (const field of [lat, lon]) field.dispatchEvent(new Event("change", { bubbles: true }));
    said.textContent = words.picked;
  };
  if (lat.value && lon.value) {
    const at = L.latLng(Number(lat.value), Number(lon.value));
    map.setView(at, 11, { animate: false });
    put(at, true);
  }
  map.on("click", ({ latlng }) => put(latlng.wrap()));
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button second";
  button.textContent = words.put;
  button.addEventListener("click", () => put(map.getCenter().wrap()));
  figure.querySelector("[data-map-frame]").after(button);
}
