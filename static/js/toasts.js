// Short messages at the edge of the page. The server sends most of them; those about a lost connection are made
// here, from a template and texts that the server has translated.
const LIFE = 8000;

const region = () => document.getElementById("toasts");
let lastFocus = null;

function remove(toast) {
  const heldFocus = toast.contains(document.activeElement);
  toast.remove();
  if (heldFocus) (document.getElementById(lastFocus) ?? document.getElementById("main"))?.focus();
}

// Success goes by itself, unless somebody is reading it. Anything else stays until it is dismissed.
function letGo(toast) {
  if (toast.dataset.toast !== "success" || toast.dataset.counting) return;
  toast.dataset.counting = "yes";
  let timer = null;
  const stop = () => clearTimeout(timer);
  const start = () => {
    stop();
    if (!toast.matches(":hover, :focus-within")) timer = setTimeout(() => remove(toast), LIFE);
  };
  toast.addEventListener("mouseenter", stop);
  toast.addEventListener("mouseleave", start);
  toast.addEventListener("focusin", stop);
  toast.addEventListener("focusout", () => setTimeout(start));
  start();
}

function letAllGo() {
  region().querySelectorAll("[data-toast]").forEach(letGo);
}

function show(text) {
  if ([...region().querySelectorAll("[data-toast-text]")].some((shown) => shown.textContent === text)) return;
  const toast = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  toast.id = `toast-${crypto.getRandomValues(new Uint32Array(1))[0].toString(16)}`;
  toast.querySelector("[data-toast-text]").textContent = text;
  toast.querySelector("[data-toast-dismiss]").id = `${toast.id}-close`;
  region().append(toast);
}

document.addEventListener("focusin", (event) => {
  if (event.target.id && !region().contains(event.target)) lastFocus = event.target.id;
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-toast-dismiss]")) remove(event.target.closest("[data-toast]"));
});

// What is asked again and again, as with every letter of a search, is refused once.
function sayOnce() {
  const said = new Set();
  for (const toast of [...region().querySelectorAll('[data-toast="danger"]')].reverse()) {
    const text = toast.querySelector("[data-toast-text]").textContent;
    if (said.has(text)) remove(toast);
    said.add(text);
  }
}

// What somebody does by a control and takes back by the same one is told as it stands now. A message with an Undo of its
// own is about one thing of several that the same address may have made: it stays.
function sayLatest(ctx) {
  if (ctx?.request?.method !== "POST" || !ctx.request.action) return;
  const { pathname } = new URL(ctx.request.action, location.href);
  const fresh = [...region().querySelectorAll("[data-toast]:not([data-about])")];
  const earlier = [...region().querySelectorAll('[data-toast="success"]')].filter(({ dataset }) => `${pathname}/`.startsWith(`${dataset.about}/`));
  if (fresh.some((each) => each.dataset.toast === "success")) {
    for (const each of earlier) if (!each.querySelector("form")) remove(each);
  }
  for (const each of fresh) each.dataset.about = pathname;
}

document.addEventListener("htmx:after:swap", (event) => {
  sayLatest(event.detail.ctx);
  sayOnce();
  letAllGo();
});
for (const each of region().querySelectorAll("[data-toast]")) each.dataset.about = location.pathname; // they came with the page
letAllGo();

// An undone message has said what it had to say.
document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = event.detail;
  const toast = ctx.sourceElement?.closest?.("[data-toast]");
  if (toast && ctx.response?.status < 400) remove(toast);
});

// Some controls say beside themselves that nothing was answered.
const toldElsewhere = (ctx) => ctx.sourceElement?.matches?.("[data-tells-failure]");

document.addEventListener("htmx:error", (event) => {
  const { ctx } = event.detail;
  if (!ctx?.request || ctx.response || toldElsewhere(ctx)) return;
  show(ctx.request.signal?.reason === "timeout" ? region().dataset.slow : region().dataset.offline);
});

// Our own answers to a failed request are fragments that htmx puts where they belong. A whole page is a stranger's,
// such as a proxy's error page, and so is what is no HTML: it is kept out, and a message takes its place. A form that asks
// for a whole page (typed.js) knows ours by its main part.
function strange(ctx) {
  if (!ctx.response || ctx.hx?.redirect || ctx.hx?.retarget) return false;
  if (ctx.select === "#main") return !/<main\b[^>]* id="main"/.test(ctx.text ?? "");
  const page = /^\s*(<!doctype|<html|$)/i.test(ctx.text ?? "") || !/^text\/html\b/.test(ctx.response.headers.get("Content-Type"));
  return ctx.response.status >= 400 && page;
}

document.addEventListener("htmx:after:request", (event) => {
  if (strange(event.detail.ctx) && !toldElsewhere(event.detail.ctx)) show(region().dataset.failed);
});

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (strange(ctx) && ctx.target !== document.body) event.preventDefault();
});
