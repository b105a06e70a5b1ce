// A page is drawn for somebody. Once another person has signed in in this browser, the server takes nothing from it any
// more. A form that htmx sends stays where it is then; a plain one would go with its page and with what was typed, so
// before it is sent the server is asked whether it will be taken.
const asking = new WeakSet();
const asked = new WeakSet();

async function refused(mark) {
  const headers = { "X-Drawn-For": mark, "HX-Request": "true", "HX-Request-Type": "partial" };
  try {
    const answer = await fetch("/me", { headers, cache: "no-store" });
    if (answer.status !== 409) return false;
    document.getElementById("toasts").insertAdjacentHTML("beforeend", await answer.text());
    return true;
  } catch {
    return false; // without a server the browser says so itself
  }
}

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  const mark = document.body.dataset.drawnFor;
  if (event.defaultPrevented || !mark || form.getAttribute("method") !== "post" || asked.delete(form)) return;
  event.preventDefault();
  if (asking.has(form)) return;
  asking.add(form);
  const no = await refused(mark);
  asking.delete(form);
  if (no || !form.isConnected) return;
  asked.add(form);
  form.requestSubmit(submitter);
});
