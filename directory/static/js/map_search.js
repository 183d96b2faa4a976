// The page of the map: searches the area that is looked at, by POST, so that nothing of it stands
// in an address unless the words of the search did before.
const GRID = 0.02;
const page = document.querySelector(".map-page");
const form = page.querySelector("[data-map-area]");
const button = form.querySelector("button");
const near = document.querySelector("[data-map-near]");
const said = page.querySelector("[data-map-said]");
const isPrivate = form.elements.private?.value === "yes";

const down = (value) => Math.floor(Math.round((value / GRID) * 1e6) / 1e6) * GRID;
const up = (value) => Math.ceil(Math.round((value / GRID) * 1e6) / 1e6) * GRID;
const turn = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;

function boxOf(bounds) {
  const wide = bounds.getEast() - bounds.getWest() >= 360;
  const [west, east] = wide ? [-180, 180] : [turn(bounds.getWest()), turn(bounds.getEast())];
  const south = Math.max(-90, bounds.getSouth());
  const north = Math.min(90, bounds.getNorth());
  return [down(south), down(west), up(north), up(east)].map((value) => value.toFixed(2)).join(",");
}

async function search(shown, { look = false, keep = !isPrivate } = {}) {
  const body = new URLSearchParams(new FormData(form));
  form.setAttribute("aria-busy", "true");
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [now, then] = [fresh, document].map((tree) => tree.getElementById("map-found"));
    then.replaceChildren(...now.childNodes);
    // Where the address held the words before, it goes on to be one that can be kept and shared.
    if (keep) history.replaceState(null, "", `${form.action}?${body}`);
    shown.refresh(look ? now.dataset.mapView : undefined);
    button.hidden = true;
    said.textContent = then.querySelector("h2").textContent;
  } catch {
    form.submit();
  } finally {
    form.removeAttribute("aria-busy");
    button.disabled = false;
  }
}

page.addEventListener("map:ready", ({ detail: shown }) => {
  const { map } = shown;
  document.querySelector("[data-map-without]").hidden = true;
  let settled = map.getBounds();
  const moved = () => {
    if (map.getBounds().equals(settled)) return;
    button.hidden = false;
  };
  // What moved the map so far was the page itself.
  setTimeout(() => {
    settled = map.getBounds();
    map.on("moveend", moved);
  }, 300);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.elements.box.value = boxOf(map.getBounds());
    search(shown);
  });
  if (!navigator.geolocation || !near) return;
  near.hidden = false;
  document.querySelector("[data-map-near-note]").hidden = false;
  near.addEventListener("click", () => {
    near.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        near.disabled = false;
        // Rounded before it goes anywhere, and kept out of the address and the history.
        const lat = Math.round(coords.latitude / GRID) * GRID;
        const lon = Math.round(coords.longitude / GRID) * GRID;
        const bounds = L.latLng(lat, lon).toBounds(60_000);
        map.fitBounds(bounds, { animate: false });
        form.elements.box.value = boxOf(bounds);
        search(shown, { keep: false });
      },
      () => {
        near.disabled = false;
        said.textContent = near.dataset.mapNear;
      },
      { maximumAge: 600_000, timeout: 15_000 },
    );
  });
});
