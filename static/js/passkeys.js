// Passkeys: a form with data-passkey asks the browser to make one ("create") or to use one ("get"), and is sent with
// what the browser says. Where a browser knows no passkeys the form stays hidden, and a sentence takes its place.
const able = Boolean(window.PublicKeyCredential?.parseCreationOptionsFromJSON);

function offer() {
  for (const form of document.querySelectorAll("form[data-passkey]")) form.hidden = !able;
  for (const note of document.querySelectorAll("[data-passkey-unable]")) note.hidden = able;
}

offer();
document.addEventListener("htmx:after:swap", offer);

const field = (form, name) => form.elements[(form.dataset.prefix ?? "") + name];

async function question(form) {
  if (form.dataset.question) return { publicKey: JSON.parse(form.dataset.question) };
  const headers = { Accept: "application/json", "X-Drawn-For": document.body.dataset.drawnFor ?? "" };
  const response = await fetch(form.dataset.questionAt, { headers, cache: "no-store" });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}

async function ask(form) {
  const { state, publicKey } = await question(form);
  if (state) field(form, "state").value = state;
  const make = form.dataset.passkey === "create";
  const credential = make
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  field(form, "credential").value = JSON.stringify(credential.toJSON());
}

function reason(form, error) {
  if (error.name === "InvalidStateError" && form.dataset.known) return form.dataset.known;
  return error.name === "NotAllowedError" ? form.dataset.cancelled : form.dataset.failed;
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-passkey]");
  if (!form || field(form, "credential").value) return;
  if (form.dataset.passkey === "create" && !form.elements.name.value.trim()) return; // the server says that a name is missing
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  const problem = form.querySelector("[data-passkey-problem]");
  form.ariaBusy = "true";
  problem.textContent = "";
  try {
    await ask(form);
    form.requestSubmit();
  } catch (error) {
    problem.textContent = reason(form, error);
  } finally {
    form.ariaBusy = "false";
  }
});

// Whoever comes back to a sent form asks anew.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-passkey]")) field(form, "credential").value = "";
});
