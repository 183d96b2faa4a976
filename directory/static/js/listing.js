// A listing's page with what only the visitor's own device knows: its clock, its ways to share, its
// clipboard and printer. Nothing is sent.
const language = document.documentElement.lang;

function offsetOf(text) {
  const found = /([+-])(\d\d):(\d\d)$/.exec(text);
  return found ? Number(`${found[1]}1`) * (found[2] * 60 + Number(found[3])) : 0;
}

for (const list of document.querySelectorAll("[data-sessions]")) {
  const here = new Intl.DateTimeFormat(language, {
    weekday: "long", month: "long", day: "numeric", hour: "numeric", minute: "2-digit",
  });
  for (const item of list.querySelectorAll("[data-start]")) {
    const start = new Date(item.dataset.start);
    if (-start.getTimezoneOffset() === offsetOf(item.dataset.start)) continue;
    const end = item.dataset.end && new Date(item.dataset.end);
    const when = end ? here.formatRange(start, end) : here.format(start);
    const line = document.createElement("span");
    line.className = "here";
    line.textContent = list.dataset.here.replace("{when}", when);
    item.append(line);
  }
}

for (const place of document.querySelectorAll("[data-share-url]")) {
  const { shareText: text, shareUrl: url } = place.dataset;
  const said = place.querySelector("[data-share-said]");
  const offer = (name, able, act) => {
    const item = place.querySelector(`[data-share-${name}]`);
    if (!able) return;
    item.hidden = false;
    item.querySelector("button").addEventListener("click", act);
  };
  offer("more", navigator.share, () => navigator.share({ text }).catch(() => {}));
  offer("copy", navigator.clipboard, async () => {
    said.textContent = "";
    try {
      await navigator.clipboard.writeText(url);
      said.textContent = said.dataset.copied;
    } catch {
      said.textContent = said.dataset.failed;
    }
  });
  offer("print", true, () => print());
}
