// The plan in this browser. One key and one cache, written only when somebody presses a button;
// docs/plan.md names both.
export const KEY = "support-plan";
export const CACHE = "support-plan-1";
export const KINDS = ["emotional", "instrumental", "informational", "appraisal"];
export const MOST = 60;
export const LONGEST_NOTE = 500;

// Whoever wrote the text (an old version, another tab, a slip): what is no plan counts as empty.
export function tidy(items) {
  const seen = new Set();
  const good = (Array.isArray(items) ? items : []).filter((item) => {
    const ok = /^[a-z0-9][a-z0-9-]{0,150}$/.test(item?.slug) && !seen.has(item.slug);
    seen.add(item?.slug);
    return ok;
  });
  return good.slice(0, MOST).map((item) => ({
    slug: item.slug,
    name: String(item.name ?? "").slice(0, 200),
    kind: KINDS.includes(item.kind) ? item.kind : "",
    note: String(item.note ?? "").slice(0, LONGEST_NOTE),
    revision: Number.isInteger(item.revision) ? item.revision : 0,
  }));
}

export function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return kept?.v === 1 ? tidy(kept.items) : [];
  } catch {
    return [];
  }
}

// False where the browser keeps nothing. An empty plan leaves no key behind.
export function write(items) {
  try {
    if (items.length) localStorage.setItem(KEY, JSON.stringify({ v: 1, items: tidy(items) }));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

export async function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Storage is turned off, so there is nothing to forget.
  }
  const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all([
    globalThis.caches?.delete(CACHE),
    ...workers.map((worker) => worker.unregister()),
  ]);
}
