// The builder: shows each choice at once, sizes the preview and copies texts. Without it the
// button "Show" does the same and the texts can be selected.
const form = document.getElementById("choices");
let asking;

function ready() {
  for (const text of document.querySelectorAll("textarea[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button second";
    button.textContent = text.dataset.copy;
    const name = document.createElement("span");
    name.className = "unseen";
    name.textContent = `: ${text.labels[0].textContent}`;
    const told = document.createElement("span");
    told.setAttribute("role", "status");
    told.className = "unseen";
    button.append(name);
    button.addEventListener("click", async () => {
      text.select();
      await navigator.clipboard.writeText(text.value);
      button.firstChild.textContent = told.textContent = text.dataset.copied;
    });
    text.after(button, told);
  }
}

addEventListener("message", ({ source, data }) => {
  const frame = document.getElementById("preview");
  const h = data?.v === 1 && data.h;
  if (frame && source === frame.contentWindow && Number.isInteger(h) && h > 0 && h <= 20000) {
    frame.style.height = `${h}px`;
  }
});

async function show() {
  asking?.abort();
  asking = new AbortController();
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  try {
    const answer = await fetch(`${form.action}?${query}`, { signal: asking.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("made").replaceWith(page.getElementById("made"));
    history.replaceState(null, "", `?${query}`);
    ready();
  } catch (error) {
    if (error.name !== "AbortError") form.querySelector("[type=submit]").focus();
  }
}

if (form) form.addEventListener("change", show);
ready();
