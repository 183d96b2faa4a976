// Topics, names and places while somebody types (a combobox of the ARIA practices: arrows choose,
// Enter takes, Escape closes). What is typed goes to this site by POST and is kept nowhere.
const WAIT = 150; // milliseconds after the last key
const SHORTEST = 2;

let box; // the field that is filled now
let list;
let found = [];
let at = -1;
let waiting;
let running;

function dress() {
  for (const field of document.querySelectorAll("form[role=search] input[name=q], form[role=search] input[name=near]")) {
    if (field.getAttribute("role") === "combobox") continue;
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
  }
}

function close() {
  running?.abort();
  clearTimeout(waiting);
  list?.remove();
  box?.setAttribute("aria-expanded", "false");
  box?.removeAttribute("aria-controls");
  box?.removeAttribute("aria-activedescendant");
  list = undefined;
  found = [];
  at = -1;
}

async function ask(field) {
  running?.abort();
  const mine = (running = new AbortController());
  const typed = field.value;
  const body = new URLSearchParams({ q: typed, in: field.name });
  let answer;
  try {
    answer = await fetch(field.form.dataset.suggest, { method: "POST", body, signal: mine.signal });
    answer = answer.ok ? await answer.json() : [];
  } catch {
    return; // nothing is offered: the search itself works
  }
  if (field !== document.activeElement || field.value !== typed) return;
  close();
  if (!answer.length) return;
  box = field;
  found = answer;
  list = document.createElement("ul");
  list.className = "offers";
  list.id = "offers";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0].textContent);
  list.append(
    ...found.map(({ label, about }, number) => {
      const item = document.createElement("li");
      item.id = `offer-${number}`;
      item.setAttribute("role", "option");
      const kind = document.createElement("span");
      kind.className = "quiet";
      kind.textContent = about;
      item.append(label, " ", kind);
      return item;
    }),
  );
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the field keeps the focus
    const item = event.target.closest("li");
    if (item) take([...list.children].indexOf(item));
  });
  field.parentElement.append(list);
  field.setAttribute("aria-expanded", "true");
  field.setAttribute("aria-controls", "offers");
}

function mark(next) {
  list.children[at]?.removeAttribute("aria-selected");
  at = (next + found.length) % found.length;
  list.children[at].setAttribute("aria-selected", "true");
  list.children[at].scrollIntoView({ block: "nearest" });
  box.setAttribute("aria-activedescendant", `offer-${at}`);
}

function take(number) {
  const { kind, label } = found[number];
  const field = box;
  close();
  if (kind === "place" && field.name === "q") {
    field.value = "";
    field.form.elements.near.value = label;
    field.form.elements.near.focus();
  } else {
    field.value = label;
  }
}

document.addEventListener("input", ({ target }) => {
  if (target.getAttribute?.("role") !== "combobox") return;
  clearTimeout(waiting);
  if (target.value.trim().length < SHORTEST) close();
  else waiting = setTimeout(() => ask(target), WAIT);
});

document.addEventListener("keydown", (event) => {
  if (!list || event.target !== box || event.isComposing) return;
  if (event.key === "ArrowDown") mark(at + 1);
  else if (event.key === "ArrowUp") mark(at < 0 ? found.length - 1 : at - 1);
  else if (event.key === "Enter" && at >= 0) take(at);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
});

document.addEventListener("focusout", ({ target }) => target === box && close());
document.addEventListener("submit", close, true);
document.addEventListener("results:changed", () => {
  close();
  dress();
});
dress();
