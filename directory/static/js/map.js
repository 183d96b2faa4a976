// Opens the maps of a page: loads what they need once somebody wants one, and not before.
// A figure tells the rest of the page that it is drawn with the event "map:ready"; its detail is
// what map_points.js gives.
let loading;

function load(files) {
  for (const href of files.styles) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    document.head.append(link);
  }
  // One after the other: later code stands on earlier.
  return files.code.reduce((before, src) => before.then(() => script(src)), Promise.resolve());
}

function script(src) {
  return new Promise((done, failed) => {
    const element = document.createElement("script");
    element.src = src;
    element.onload = done;
    element.onerror = () => failed(new Error(src));
    document.head.append(element);
  });
}

async function open(figure) {
  const files = JSON.parse(figure.dataset.mapFiles);
  const words = JSON.parse(figure.dataset.mapWords);
  const find = (part) => figure.querySelector(`[data-map-${part}]`);
  const frame = find("frame");
  find("open").hidden = true;
  try {
    loading ??= load(files);
    await loading; // both of these stand on Leaflet
    const [drawing, points] = await Promise.all([import(files.drawing), import(files.points)]);
    frame.hidden = false;
    find("credit").hidden = false;
    const map = await drawing.draw(frame, files.ground, {
      title: figure.dataset.mapTitle,
      words,
      view: figure.dataset.mapView,
      named: figure.dataset.mapNamed && JSON.parse(figure.dataset.mapNamed),
    });
    const shown = points.show(map, figure, words);
    figure.dispatchEvent(new CustomEvent("map:ready", { bubbles: true, detail: shown }));
    return true;
  } catch (error) {
    loading = undefined;
    frame.hidden = true;
    find("credit").hidden = true;
    find("said").textContent = words.failed;
    console.warn(error);
    return false;
  }
}

for (const figure of document.querySelectorAll("[data-map]")) {
  const button = figure.querySelector("[data-map-open]");
  if (figure.dataset.map === "now") {
    open(figure);
    continue;
  }
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (await open(figure)) figure.querySelector("[data-map-frame]").focus();
  });
}
