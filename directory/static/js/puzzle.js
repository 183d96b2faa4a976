// While a lot is sent: the browser works out a puzzle before the form goes. Without this the form
// works too, and is read a little later. The code comes only with pages that ask for it.
const box = document.querySelector("[data-puzzle]");

function words({ label, working, done, failed, late }) {
  return {
    label,
    verifying: working,
    waitAlert: working,
    loading: working,
    verified: done,
    error: failed,
    expired: late,
    verificationRequired: label,
    footer: "",
    ariaLinkLabel: "",
  };
}

function style(address) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  document.head.append(link);
}

async function ask() {
  const { puzzle, code, worker, styles } = box.dataset;
  styles.split(" ").forEach(style);
  await import(code);
  const { algorithms, i18n } = globalThis.$altcha;
  const language = document.documentElement.lang;
  i18n.set(language, { ...i18n.get("en"), ...words(box.dataset) });
  algorithms.set("PBKDF2/SHA-256", () => new Worker(worker));
  const widget = document.createElement("altcha-widget");
  const settings = {
    auto: "onload",
    hideFooter: true,
    hideLogo: true,
    humanInteractionSignature: false, // how somebody moves is nobody's business
    language,
    name: "puzzle",
  };
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value === "string") widget.setAttribute(name, value);
  }
  widget.setAttribute("challenge", puzzle);
  widget.setAttribute("configuration", JSON.stringify(settings));
  widget.addEventListener("statechange", ({ detail }) => told(detail.state));
  box.append(widget);
}

// Whoever presses the button while it works waits for it; nobody waits for what failed.
let working = false;
let pressed;

function told(state) {
  working = state === "verifying";
  if (working || !pressed) return;
  const button = pressed;
  pressed = undefined;
  setTimeout(() => box.closest("form").requestSubmit(button), 50); // the answer is in the form then
}

box?.closest("form").addEventListener("submit", (event) => {
  if (!working) return;
  event.preventDefault();
  pressed = event.submitter;
});

if (box && isSecureContext) ask().catch(() => undefined);
