// A page is drawn for somebody. Once another person has signed in in this browser, the server takes nothing from it any
// more. A form that htmx sends stays where it is then; a plain one would go with its page and with what was typed. So
// pages tell each other for whom they are, and one that has heard of another person asks before it sends.
const mark = document.body.dataset.drawnFor;
const door = (told) => told.split("-")[0];
const tabs = new BroadcastChannel("drawn-for");
const asking = new WeakSet();
const asked = new WeakSet();
let doubtful = false;

tabs.addEventListener("message", ({ data }) => {
  if (mark && door(data) === door(mark)) doubtful = data !== mark;
});

if (mark) tabs.postMessage(mark);

async function refused() {
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
  if (!doubtful || event.defaultPrevented || form.getAttribute("method") !== "post" || asked.delete(form)) return;
  event.preventDefault();
  if (asking.has(form)) return;
  asking.add(form);
  const no = await refused();
  asking.delete(form);
  if (no || !form.isConnected) return;
  asked.add(form);
  form.requestSubmit(submitter);
});
