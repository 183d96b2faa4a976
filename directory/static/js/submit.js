// While somebody types: what is listed with a name like it, and which town we understand. And
// nothing is sent without a connection, so that no words are lost. The form works without this.
const form = document.querySelector("form[data-like], form[data-place], .form form[method=post]");
const field = (name) => form?.elements.namedItem(name);

async function ask(address, words) {
  const body = new URLSearchParams({ name: words, token: field("token").value });
  try {
    const answer = await fetch(address, { method: "POST", body });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined; // without a connection the next page asks
  }
}

// Calls `show` with what was typed once the typing rests.
function whenTyped(input, show) {
  let waiting = 0;
  let asked = input.value.trim();
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const typed = input.value.trim();
      if (typed !== asked) show((asked = typed), () => input.value.trim() === typed);
    }, 600);
  });
}

function likeness(input, place) {
  const list = document.createElement("ul");
  place.append(list);
  whenTyped(input, async (typed, still) => {
    const told = typed.length > 2 ? await ask(form.dataset.like, typed) : undefined;
    if (!still()) return;
    const found = told?.found ?? [];
    list.replaceChildren(...found.map(row));
    place.hidden = found.length === 0;
  });
}

function row(one) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = one.url;
  link.textContent = one.name;
  item.append(link);
  if (one.where) item.append(` ${one.where}`);
  return item;
}

function town(input, place) {
  const figure = form.querySelector("[data-map]");
  whenTyped(input, async (typed, still) => {
    const told = typed.length > 1 ? await ask(form.dataset.place, typed) : undefined;
    if (!still()) return;
    place.hidden = told === undefined;
    if (told === undefined) return;
    const { one, many, none } = place.dataset;
    const words = told.places.length > 1 ? many : told.places.length ? one : none;
    place.textContent = `${words} ${told.places.join("; ")}`.trim();
    if (told.view && figure) figure.dataset.mapView = told.view;
  });
}

if (form?.dataset.like) likeness(field("name"), form.querySelector("[data-like-found]"));
if (form?.dataset.place) town(field("town"), form.querySelector("[data-place-found]"));

form?.addEventListener("submit", (event) => {
  const note = form.querySelector("[data-offline]");
  note.hidden = navigator.onLine;
  if (!navigator.onLine) event.preventDefault();
});
