// The bar of a page that waits for work: it moves without loading the page again, and the page is
// loaded once when the work is done. Without scripts the page asks again by itself.
const bar = document.querySelector("progress[data-ask]");

async function ask() {
  try {
    const answer = await fetch(bar.dataset.ask, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { done, of, busy } = await answer.json();
    if (!busy) {
      location.reload();
      return;
    }
    if (of) {
      bar.max = of;
      bar.value = done;
      document.querySelector("[data-rows]").textContent = `${done} / ${of}`;
    }
  } catch {
    // The network comes and goes; the next time will do.
  }
  setTimeout(ask, 1500);
}

if (bar) setTimeout(ask, 1000);
