// The page of one's own plan: shows what this browser holds, or what stands in a shared link.
import { KINDS, forget, read, tidy, write } from "./plan-store.js";
import { isPlan, pack, unpack } from "./plan-link.js";
import { isKept, keep, kept, possible } from "./plan-offline.js";

const root = document.querySelector("[data-plan]");
const part = (name) => root.querySelector(`[data-part=${name}]`);
const say = (name) => part("words").content.querySelector(`[data-word=${name}]`).textContent;
const tell = (words) => { part("status").textContent = words; };
const OLD = 30 * 24 * 3600 * 1000; // milliseconds

let shared = null; // the items of a link, or null for one's own
let details = new Map();
let reached = false; // whether the details are of today: a kept copy must never be kept anew

const items = () => shared ?? read();

async function ask(slugs) {
  const answer = await fetch(root.dataset.listings, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ slugs }),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).listings;
}

// Details from the site; where it cannot be reached, what was kept, with its day.
async function load() {
  const slugs = items().map((item) => item.slug);
  part("offline").hidden = true;
  if (!slugs.length) return;
  let found;
  try {
    found = await ask(slugs);
    reached = true;
  } catch {
    reached = false;
    const old = await kept();
    found = old?.details ?? [];
    const when = old && new Date(old.at);
    const date = when && new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format(when);
    part("offline").textContent = old
      ? say(Date.now() - when > OLD ? "old" : "kept").replace("{date}", date)
      : say("unreached");
    part("offline").hidden = false;
  }
  details = new Map(found.map((each) => [each.slug, each]));
}

// A listing has one number for each time it changed; the first seen is where we start from.
function noteFirstSeen() {
  if (shared) return;
  const own = read();
  const fresh = own.map((item) => item.revision || !details.get(item.slug)?.here
    ? item
    : { ...item, revision: details.get(item.slug).revision });
  if (fresh.some((item, at) => item !== own[at])) write(fresh);
}

function fill(item, unfolded) {
  const card = part("item").content.firstElementChild.cloneNode(true);
  const slot = (name) => card.querySelector(`[data-slot=${name}]`);
  const put = (name, words) => {
    const place = slot(name);
    place.hidden = !words;
    if (words) place.textContent = words;
    return place;
  };
  const known = details.get(item.slug);
  const link = put("link", known?.name || item.name || item.slug);
  link.href = known?.href ?? root.dataset.listing.replace("SLUG", item.slug);
  if (known?.language) link.lang = known.language;
  put("kind", known?.kind);
  slot("fictional").hidden = !known?.fictional;
  put("organization", known?.organization);
  put("alert", known?.alert);
  put("checked", known?.checked);
  slot("gone").hidden = !known || known.here;
  slot("changed").hidden = shared !== null || !known?.here || !item.revision || known.revision === item.revision;
  for (const words of known?.bits ?? []) slot("bits").append(Object.assign(document.createElement("li"), { textContent: words }));
  for (const way of known?.ways ?? []) {
    const at = Object.assign(document.createElement("a"), { href: way.href, textContent: way.label, className: "button second", rel: "noopener noreferrer" });
    if (way.href.startsWith("mailto:")) at.dataset.print = way.href.slice("mailto:".length);
    slot("ways").append(at);
  }
  slot("noted").hidden = !item.note;
  slot("note-text").textContent = item.note;
  card.dataset.slug = item.slug;
  if (shared) slot("tools").remove();
  else {
    slot("tools").open = unfolded;
    card.querySelector("select").value = kindOf(item);
    card.querySelector("textarea").value = item.note;
    for (const each of card.querySelectorAll("[data-name]")) each.textContent = `: ${link.textContent}`;
  }
  return card;
}

const kindOf = (item) => item.kind || details.get(item.slug)?.support || KINDS[0];

function show() {
  const list = items();
  const unfolded = new Set([...root.querySelectorAll("[data-slug]:has(details[open])")].map((card) => card.dataset.slug));
  root.hidden = false;
  document.querySelector(".no-script").hidden = true; // an old browser has no style for this
  for (const kind of KINDS) {
    const place = root.querySelector(`[data-list=${kind}]`);
    const held = list.filter((item) => kindOf(item) === kind);
    place.replaceChildren(...held.map((item) => fill(item, unfolded.has(item.slug))));
    place.parentElement.querySelector("[data-none]").hidden = held.length > 0;
    place.parentElement.classList.toggle("no-print", !held.length);
  }
  part("empty").hidden = list.length > 0;
  part("full").hidden = list.length === 0;
  part("shared").hidden = shared === null;
  part("own").hidden = shared !== null;
  part("link-box").hidden = true;
}

function change(slug, how) {
  const list = read();
  const at = list.findIndex((item) => item.slug === slug);
  if (at < 0) return false;
  how(list, at);
  if (!write(list)) {
    tell(say("cannot"));
    return false;
  }
  show();
  again();
  return true;
}

const ACTS = {
  remove: (list, at) => list.splice(at, 1),
  up(list, at) {
    const before = list.slice(0, at).findLastIndex((item) => kindOf(item) === kindOf(list[at]));
    if (before >= 0) list.splice(before, 0, list.splice(at, 1)[0]);
  },
  note: (list, at, card) => { list[at].note = card.querySelector("textarea").value.trim(); },
  seen: (list, at) => { list[at].revision = details.get(list[at].slug).revision; },
};

// What was kept follows the plan, as long as the site can be reached.
async function again() {
  if (shared || !reached || !(await isKept())) return;
  try {
    await keep(read(), [...details.values()], { ...root.dataset, note: say("copy") });
  } catch {
    // The old copy stays and says how old it is.
  }
}

const PAGE = {
  print: () => print(),
  async share() {
    const hash = await pack(items().map((item) => ({ ...item, kind: kindOf(item) })), {
      notes: part("with-notes").checked,
    });
    const address = `${location.origin}${location.pathname}#${hash}`;
    part("link").value = address;
    part("mail").href = `mailto:?body=${encodeURIComponent(address)}`;
    part("text").href = `sms:?&body=${encodeURIComponent(address)}`;
    part("link-box").hidden = false;
    part("link").focus();
    part("link").select();
  },
  async copy() {
    try {
      await navigator.clipboard.writeText(part("link").value);
    } catch {
      part("link").select();
      document.execCommand("copy");
    }
    tell(say("copied"));
  },
  async keep(button) {
    button.disabled = true;
    tell(say("keeping"));
    try {
      const found = await ask(read().map((item) => item.slug));
      await keep(read(), found, { ...root.dataset, note: say("copy") });
      tell(say("done"));
    } catch {
      tell(say("cannot"));
    }
    button.disabled = false;
  },
  async delete() {
    await forget();
    details = new Map();
    show();
    tell(say("deleted"));
    root.querySelector("h2, h1")?.focus();
  },
  async take() {
    const held = new Set(read().map((item) => item.slug));
    const more = shared.filter((item) => !held.has(item.slug));
    const named = more.map((item) => ({ ...item, name: details.get(item.slug)?.name ?? "" }));
    if (!write(tidy([...read(), ...named]))) {
      tell(say("cannot"));
      return;
    }
    history.replaceState(null, "", location.pathname);
    await open();
    tell(say("taken"));
  },
};

root.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const card = button?.closest("[data-slug]");
  if (button?.dataset.do) PAGE[button.dataset.do](button);
  else if (card && ACTS[button.dataset.act]) {
    const { slug } = card.dataset;
    const { act } = button.dataset;
    if (change(slug, (list, at) => ACTS[act](list, at, card))) {
      tell(say(act));
      const after = root.querySelector(`[data-slug="${CSS.escape(slug)}"] [data-act=${act}]`);
      (after?.checkVisibility() ? after : part("heading")).focus();
    }
  }
});

root.addEventListener("change", (event) => {
  if (event.target.dataset.act !== "kind") return;
  const { slug } = event.target.closest("[data-slug]").dataset;
  change(slug, (list, at) => { list[at].kind = event.target.value; });
  tell(say("moved"));
  root.querySelector(`[data-slug="${CSS.escape(slug)}"] select`)?.focus();
});

async function open() {
  shared = null;
  part("damaged").hidden = true;
  part("newer").hidden = true;
  if (isPlan(location.hash)) {
    try {
      shared = await unpack(location.hash);
    } catch (fault) {
      part(fault.message).hidden = false;
    }
  }
  await load();
  noteFirstSeen();
  show();
  part("keep").hidden = !possible();
  await again();
}

addEventListener("hashchange", open);
addEventListener("online", open);
addEventListener("storage", show);
open();
