// The way out in an instant: the link, or Shift three times within five seconds. It covers the page
// at once, forgets what this site keeps in the browser, and takes this page's place in the history.
// Without this file the link still leaves. Nobody is told.
const WITHIN = 5000; // milliseconds
const MOST_WAIT = 250; // for storage to be emptied; the page is covered meanwhile

let presses = [];
let cover;
let title;

function leave(to) {
  if (cover) return;
  title = document.title;
  document.title = "\u200b";
  cover = document.createElement("div");
  Object.assign(cover.style, { position: "fixed", inset: "0", background: "#fff", zIndex: "2147483647" });
  document.documentElement.append(cover);
  const late = new Promise((done) => setTimeout(done, MOST_WAIT));
  Promise.race([forget(), late]).then(() => location.replace(to));
}

function forget() {
  try {
    localStorage.clear();
    sessionStorage.clear();
  } catch {
    // The browser keeps nothing for us: then there is nothing to clear.
  }
  const caches = self.caches?.keys().then((names) => Promise.all(names.map((n) => self.caches.delete(n))));
  const workers = navigator.serviceWorker
    ?.getRegistrations()
    .then((all) => Promise.all(all.map((one) => one.unregister())));
  const stores = self.indexedDB?.databases?.().then((all) => all.forEach((one) => indexedDB.deleteDatabase(one.name)));
  return Promise.allSettled([caches, workers, stores]);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-exit]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  leave(link.href);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift") {
    presses = []; // a capital letter, not a wish to leave
    return;
  }
  if (event.repeat) return;
  const now = event.timeStamp;
  presses = [...presses.filter((at) => now - at < WITHIN), now];
  const link = document.querySelector("[data-exit]");
  if (presses.length >= 3 && link) leave(link.href);
});

// Who comes back finds a page that can be used and left again.
addEventListener("pageshow", () => {
  presses = [];
  if (!cover) return;
  cover.remove();
  cover = undefined;
  document.title = title;
});
