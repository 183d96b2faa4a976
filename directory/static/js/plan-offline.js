// What "Keep offline" keeps: this page, crisis help, and the saved listings, each with a note of
// the day. Nothing here runs before it is pressed, and afterwards only while the copy exists.
import { CACHE } from "./plan-store.js";

const DETAILS = "support-plan-details";
const here = () => location.pathname;
const day = () =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format(new Date());

export const possible = () => "serviceWorker" in navigator && "caches" in globalThis;

export const isKept = async () => possible() && (await caches.has(CACHE));

function assets() {
  const found = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
  const modules = performance.getEntriesByType("resource").map((entry) => entry.name);
  return [...found.map((e) => e.href || e.src), ...modules.filter((name) => /\.js(\?|$)/.test(name))];
}

// A copy of a page with a note on top that says how old it is.
async function dated(address, note) {
  const answer = await fetch(address, { cache: "no-store" });
  if (!answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const said = page.createElement("p");
  said.className = "notice wrap";
  said.textContent = note.replace("{date}", day());
  page.querySelector("main")?.prepend(said);
  const headers = new Headers(answer.headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) headers.delete(name);
  return new Response(`<!doctype html>\n${page.documentElement.outerHTML}`, { headers });
}

export async function keep(items, details, { crisis, worker, scope, note }) {
  const cache = await caches.open(CACHE);
  const wanted = new Set();
  const put = async (address, answer) => {
    if (!answer?.ok) return;
    await cache.put(address, answer);
    wanted.add(new URL(address, location.href).href);
  };
  await put(here(), await fetch(here(), { cache: "no-store" }));
  for (const address of new Set(assets())) await put(address, await fetch(address));
  for (const address of [crisis, ...details.filter((d) => d.here).map((d) => d.href)]) {
    await put(address, await dated(address, note));
  }
  await put(`${here()}?${DETAILS}`, Response.json({ at: new Date().toISOString(), details }));
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
  await navigator.serviceWorker.register(worker, { scope });
  await navigator.serviceWorker.ready;
}

// {at, details} as kept, or null.
export async function kept() {
  if (!(await isKept())) return null;
  const cache = await caches.open(CACHE);
  const answer = await cache.match(`${here()}?${DETAILS}`);
  return answer ? answer.json() : null;
}
