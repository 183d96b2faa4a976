// Asks the browser for a passkey, or makes a new one, and tells the site. Nothing else.
const read = PublicKeyCredential?.parseRequestOptionsFromJSON;
const make = PublicKeyCredential?.parseCreationOptionsFromJSON;

async function post(address, token, body) {
  const answer = await fetch(address, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-Form-Token": token },
    body: JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error ?? "");
  return said;
}

async function use(place) {
  const { ask, answer, token, passkey } = place.dataset;
  const options = await post(ask, token, {});
  const credential =
    passkey === "register"
      ? await navigator.credentials.create({ publicKey: make.call(PublicKeyCredential, options) })
      : await navigator.credentials.get({ publicKey: read.call(PublicKeyCredential, options) });
  const said = await post(answer, token, credential.toJSON());
  location.assign(said.next);
}

for (const place of read && make ? document.querySelectorAll("[data-passkey]") : []) {
  place.hidden = false;
  const button = place.querySelector("button");
  const told = place.querySelector("[role=status]");
  button.addEventListener("click", async () => {
    button.disabled = true;
    told.textContent = "";
    try {
      await use(place);
    } catch (error) {
      told.textContent = error.message;
      button.disabled = false;
    }
  });
}
