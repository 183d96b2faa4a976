// While a name is typed: what is listed with a name like it. And nothing is sent without a
// connection, so that no words are lost. The form works without this.
const form = document.querySelector("form[data-like]");
const place = form?.querySelector("[data-like-found]");
const list = document.createElement("ul");
place?.append(list);
const name = form?.elements.namedItem("name");
let waiting = 0;
let asked = "";

name?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, 600);
});

async function look() {
  const typed = name.value.trim();
  if (typed === asked) return;
  asked = typed;
  let found = [];
  if (typed.length > 2) {
    const body = new URLSearchParams({ name: typed, token: form.elements.namedItem("token").value });
    try {
      const answer = await fetch(form.dataset.like, { method: "POST", body });
      if (answer.ok) found = (await answer.json()).found;
    } catch {
      return; // without a connection the next page asks
    }
  }
  if (name.value.trim() !== typed) return;
  list.replaceChildren(...found.map(row));
  place.hidden = found.length === 0;
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

form?.addEventListener("submit", (event) => {
  const note = form.querySelector("[data-offline]");
  note.hidden = navigator.onLine;
  if (!navigator.onLine) event.preventDefault();
});
