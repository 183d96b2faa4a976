// "Save to my plan" on cards and listings. Nothing is stored before it is pressed.
import { MOST, read, write } from "./plan-store.js";

const all = () => document.querySelectorAll("[data-save]");

function paint() {
  const held = new Set(read().map((item) => item.slug));
  for (const place of all()) {
    const saved = held.has(place.dataset.save);
    const [off, on] = place.querySelectorAll("[data-off], [data-on]");
    if (off.hidden === saved) continue;
    off.hidden = saved;
    on.hidden = !saved;
    place.querySelector("[data-see]").hidden = !saved;
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-save] button");
  if (!button) return;
  const place = button.closest("[data-save]");
  const { save: slug, name } = place.dataset;
  const items = read();
  const saved = items.some((item) => item.slug === slug);
  const full = !saved && items.length >= MOST;
  const next = saved ? items.filter((item) => item.slug !== slug) : [...items, { slug, name }];
  place.querySelector("[data-cannot]").hidden = !full && write(next);
  paint();
});

// Another tab, or results that were put in place.
addEventListener("storage", paint);
addEventListener("pageshow", paint);
new MutationObserver(paint).observe(document.getElementById("main"), { childList: true, subtree: true });
paint();
