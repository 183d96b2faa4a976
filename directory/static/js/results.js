// Results change in place: a tick, a chip or a page brings the next answer without a new page. The
// server gives the same whole page to everyone; this takes its main part. Without this file every
// link and form works as it is. In the discreet way of searching no step leaves anything behind in
// the history.
const main = document.querySelector("main");
const here = location.pathname; // in the language of the page
const discreet = main.querySelector("[data-discreet]") !== null;
const said = document.createElement("p");
said.className = "unseen";
said.setAttribute("role", "status");
document.body.append(said);

let running;
let shown = location.search; // the question that is answered on the page
let last; // of the discreet way: the results to come back to

/** What finds a control again in the next answer. */
function nameOf(element) {
  if (element?.id) return `#${CSS.escape(element.id)}`;
  if (element?.name) return `[name="${element.name}"][value="${CSS.escape(element.value)}"]:not([type=hidden])`;
  return null;
}

async function show(to, { body, push = false, focus = true, away = false } = {}) {
  running?.abort();
  const mine = (running = new AbortController());
  const held = nameOf(document.activeElement);
  const open = [...main.querySelectorAll("details[open] > summary")].map((one) => one.textContent);
  main.setAttribute("aria-busy", "true");
  let page;
  try {
    const answer = await fetch(to, { method: body ? "POST" : "GET", body, signal: mine.signal });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch (problem) {
    if (problem.name === "AbortError") return;
    main.removeAttribute("aria-busy");
    if (body) throw problem;
    location.assign(to); // the browser says what is wrong
    return;
  }
  if (away) last = [...main.childNodes];
  main.removeAttribute("aria-busy");
  main.replaceChildren(...page.querySelector("main").childNodes);
  if (push) history.pushState(null, "", to);
  shown = location.search;
  if (!discreet) document.title = page.title;
  for (const summary of main.querySelectorAll("summary")) {
    if (open.includes(summary.textContent)) summary.parentElement.open = true;
  }
  settle(focus ? null : held);
}

/** Focus stays on what was pressed, and the number is said; or it goes to the number itself. */
function settle(held) {
  document.dispatchEvent(new Event("results:changed"));
  const heading = main.querySelector("#found");
  const control = held && main.querySelector(held);
  if (control) {
    control.focus({ preventScroll: true });
    said.textContent = heading?.textContent ?? "";
    return;
  }
  said.textContent = "";
  const target = main.querySelector("#crisis-help") ? main : (heading ?? main);
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "start" });
}

function send(form, options) {
  const to = new URL(form.action);
  const data = new URLSearchParams(new FormData(form));
  if (form.method === "post") return show(to, { body: data, ...options });
  for (const [name, value] of [...data]) if (!value || value === "best") data.delete(name, value);
  to.search = data;
  return show(to, { push: true, ...options });
}

let waiting;
main.addEventListener("change", ({ target }) => {
  const form = target.closest(".filters form");
  if (!form) return;
  clearTimeout(waiting); // arrows run through the choices of a list
  waiting = setTimeout(() => send(form, { focus: false }), 250);
});

main.addEventListener("submit", (event) => {
  const form = event.target;
  if (new URL(form.action).pathname !== here) return;
  event.preventDefault();
  clearTimeout(waiting);
  send(form);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const to = new URL(link.href);
  if (to.origin !== location.origin || (to.hash && to.pathname === here)) return;
  const way = to.searchParams.get("private");
  if (way) {
    if (way !== "discreet") return;
    event.preventDefault();
    location.replace(to);
  } else if (discreet) {
    event.preventDefault();
    if (to.pathname === here && last) {
      main.replaceChildren(...last);
      settle(null);
    } else if (to.pathname.includes("/listings/") && main.contains(link)) {
      show(to, { away: main.querySelector("#found") !== null });
    } else {
      location.replace(to);
    }
  } else if (to.pathname === here && main.contains(link)) {
    event.preventDefault();
    show(to, { push: true });
  }
});

addEventListener("popstate", () => {
  // A step to a part of the page, such as past the filters, is none to another answer.
  if (!discreet && location.pathname === here && location.search !== shown) show(location.href);
});
