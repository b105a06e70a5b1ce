// The client search in the sidebar: a combobox over links that the server sends while one types.
// Without this file the form still leads to the full result page. Elements are looked up when they are needed
// and listeners sit on the document, because going back in the history replaces the whole body.
import Combobox from "../vendor/combobox-nav.js?v=3.0.2";

const FRESH = 10_000; // milliseconds in which a closed list opens again as it was; later others may have changed a client
const byId = (id) => document.getElementById(id);
const isInput = (event) => event.target.id === "search-input";
const isOpen = () => !byId("search-results").hidden;
const typed = () => byId("search-input").value.trim();
const listed = () => byId("search-results").querySelector("[role=listbox]"); // none where nobody was found
let combobox = null;
let asked = null; // the text that was asked for last
let answered = null; // the text whose hits are in the list
let answeredAt = 0; // as Date.now() has it
let dismissed = false; // by Escape, until the next letter or arrow
let failed = false; // what was asked got no answer, and the list says so
let early = null; // the step of an arrow, and whether Enter followed, before there was a list to move in
let origin = null; // where a key led here from

function open() {
  const text = typed();
  if (isAnswered(text)) show();
  else if (failed || early || !text || text === answered) ask(); // the answer opens it
}

function show() {
  const input = byId("search-input");
  const results = byId("search-results");
  const list = listed();
  const keys = early;
  early = null;
  if (!(list || results.querySelector(".search-none")) || document.activeElement !== input) return close();
  results.hidden = false;
  if (combobox?.list === list) return;
  forget();
  if (!list) return;
  // the arrows reach the options; Tab leaves the search
  for (const option of list.querySelectorAll("[role=option]")) option.tabIndex = -1;
  combobox = new Combobox(input, list, { tabInsertsSuggestions: false });
  combobox.start();
  if (keys) combobox.navigate(keys.step);
  if (keys?.entered) list.querySelector("[aria-selected=true]").click();
}

// Whoever was not found may have been written down since.
const isOld = () => !isOpen() && (Date.now() - answeredAt > FRESH || !listed());
const isAnswered = (text) => text === answered && !isOld() && byId("search-results").childElementCount > 0;

// For the hits of what stands in the box; before the first letter for what was opened lately.
function ask() {
  byId("search-input").dispatchEvent(new Event("ask"));
}

// Hits of an earlier text would look like those of this one.
function fail() {
  const { failed: text } = byId("search").dataset;
  asked = answered = null;
  failed = true;
  early = null;
  byId("search-results").innerHTML = '<p class="search-none"></p>';
  byId("search-results").firstElementChild.textContent = text;
  byId("search-status").textContent = text;
  forget();
  byId("search-results").hidden = dismissed || document.activeElement !== byId("search-input");
}

function forget() {
  combobox?.destroy();
  combobox = null;
  // destroy() takes the roles away, but a closed combobox is a combobox still
  const roles = { role: "combobox", "aria-expanded": "false", "aria-controls": "search-results", "aria-autocomplete": "list", "aria-haspopup": "listbox" };
  for (const [name, value] of Object.entries(roles)) byId("search-input").setAttribute(name, value);
}

function close() {
  byId("search-results").hidden = true;
  forget();
}

function empty() {
  byId("search-input").dispatchEvent(new Event("htmx:abort"));
  asked = answered = null;
  failed = false;
  byId("search-input").value = "";
  byId("search-results").replaceChildren();
  byId("search-status").textContent = "";
}

const isSearch = (event) => event.detail.ctx?.sourceElement?.id === "search-input";
// An answer counts while its text stands in the box.
const isWanted = (event) => event.detail.ctx.searched === asked && asked === typed();

// A space more or less asks for nothing new, but it opens the list again.
document.addEventListener("htmx:config:request", (event) => {
  if (!isSearch(event)) return;
  const text = typed();
  if (isAnswered(text) || (text === asked && byId("search-input").matches(".htmx-request"))) {
    event.preventDefault();
    if (isAnswered(text) && !dismissed) open();
  } else {
    asked = text;
    event.detail.ctx.searched = text;
  }
});

document.addEventListener("htmx:error", (event) => {
  if (isSearch(event) && isWanted(event)) fail();
});

document.addEventListener("htmx:response:error", (event) => {
  if (isSearch(event) && isWanted(event) && !event.detail.ctx.hx?.redirect) fail();
});

// One that failed never does: fail() forgets what was asked.
document.addEventListener("htmx:before:swap", (event) => {
  if (isSearch(event) && !isWanted(event)) event.preventDefault();
});

document.addEventListener("htmx:after:swap", (event) => {
  if (!isSearch(event)) return;
  failed = false;
  [answered, answeredAt] = [event.detail.ctx.searched, Date.now()];
  forget();
  if (!dismissed) show();
});

document.addEventListener("input", (event) => {
  if (!isInput(event)) return;
  [dismissed, early] = [false, null];
  if (typed() !== answered) forget(); // nobody is to choose among hits of another text
});

// Somebody may have come before htmx was ready to ask.
document.addEventListener("htmx:after:init", (event) => {
  if (isInput(event) && document.activeElement === event.target) open();
});

window.addEventListener("online", () => {
  if (failed && byId("search-input")) ask();
});

document.addEventListener("focusin", (event) => {
  if (!isInput(event)) return;
  dismissed = false;
  open();
});

document.addEventListener("focusout", (event) => {
  if (!byId("search")?.contains(event.target) || byId("search").contains(event.relatedTarget)) return;
  early = origin = null;
  close();
});

// Pressing the mouse on a hit must not take the focus away, or the list closes before the click arrives.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest?.("#search-results")) event.preventDefault();
});

function onSearchKey(event) {
  if (event.isComposing) return;
  if (event.key === "Escape") {
    event.preventDefault();
    const calledOff = !dismissed && event.target.matches(".htmx-request");
    [dismissed, early] = [true, null];
    if (isOpen()) close();
    else if (calledOff) return;
    else if (event.target.value) empty();
    else if (origin?.isConnected) origin.focus();
    else event.target.blur();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !combobox) {
    event.preventDefault();
    dismissed = false;
    early = { step: event.key === "ArrowDown" ? 1 : -1, entered: false };
    open();
  } else if (event.key === "Enter" && (early || failed)) {
    event.preventDefault();
    dismissed = false;
    if (early) early.entered = true;
    else ask();
  }
}

// From the link under the hits back to the box.
function onLinkKey(event) {
  if (event.key !== "Escape") return;
  event.preventDefault();
  byId("search-input").focus();
  dismissed = true;
  close();
}

// A text field takes the slash itself; nothing takes Ctrl+K.
const TAKES_TEXT = "input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=file], [type=color]), textarea, [contenteditable]:not([contenteditable=false])";

function onShortcut(event) {
  const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
  const command = event.key?.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  if (!command && (!slash || event.target.closest?.(TAKES_TEXT)) || document.querySelector("dialog:modal")) return;
  event.preventDefault();
  if (!event.target.closest?.("#search")) origin = event.target === document.body ? null : event.target;
  byId("search-input").focus();
  byId("search-input").select();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || !byId("search-input")) return;
  if (isInput(event)) onSearchKey(event);
  else if (event.target.closest?.("#search-results")) onLinkKey(event);
  onShortcut(event);
});
