// What somebody has filled in is not lost: leaving a form that was changed asks once, and a form that cannot be saved
// stays as it is, with a word beside it. Where the session has ended, one signs in over the form, and it is sent again.
// Nothing is kept in the browser.
//
// A form of the program needs nothing for this: every form that posts and has fields of a person is looked after. One
// without hx-post is sent by htmx too, and its page stays until there is an answer. data-goes-on marks a link that leads
// on with what a form is about, data-door a form that lets somebody in: password managers want the browser itself to send
// it. Filters and searches (method get) hold nothing that is saved.
const POSTS = "form[method=post]";
const FIELDS = "input:not([type=hidden], [type=submit], [type=button], [type=image]), select, textarea";
const LEAVES_THE_PAGE = 'a[href^="mailto:"], a[href^="tel:"], a[download]'; // it does not, but the browser asks as if

const byId = (id) => document.getElementById(id);
const saved = new WeakMap(); // what a field held when its form was saved
const refused = new WeakSet(); // forms that the server has drawn again, with what was typed as if it had always stood there
const given = new WeakSet(); // forms whose text somebody has given up
const done = new WeakSet(); // forms that were saved, and whose page is about to go
let staying = false; // a link was followed that leaves the page where it is
let waiting = null; // what is asked again once somebody has signed in over the page
let answer = null; // what the question about leaving leads to

// What stands in fields

const fields = (form) => [...form.elements].filter((each) => each.name && each.matches(FIELDS) && !each.disabled && !each.readOnly);
const isTyped = (form) => form.matches(POSTS) && !form.closest("dialog") && fields(form).length > 0;

function content(field) {
  if (field.type === "checkbox" || field.type === "radio") return String(field.checked);
  if (field.type === "file") return [...field.files].map((each) => each.name).join("\n");
  if (field.tagName === "SELECT") return [...field.selectedOptions].map((each) => each.value).join("\n");
  return field.value;
}

function drawn(field) {
  if (field.type === "checkbox" || field.type === "radio") return String(field.defaultChecked);
  if (field.type === "file") return "";
  if (field.tagName !== "SELECT") return field.defaultValue;
  const chosen = [...field.options].filter((each) => each.defaultSelected);
  if (!chosen.length && !field.multiple) chosen.push(...[...field.options].filter((each) => !each.disabled).slice(0, 1));
  return chosen.map((each) => each.value).join("\n");
}

// A password that the browser filled in was not typed by anybody.
const isChanged = (field) => content(field) !== (saved.get(field) ?? drawn(field)) && !field.matches(":autofill");

function isUnsaved(form) {
  return isTyped(form) && !given.has(form) && !done.has(form) && (refused.has(form) || fields(form).some(isChanged));
}

const unsaved = (place = document) => [...(place.matches?.(POSTS) ? [place] : []), ...place.querySelectorAll(POSTS)].filter(isUnsaved);

function settle(form, sent) {
  refused.delete(form);
  for (const field of fields(form)) saved.set(field, sent.get(field) ?? content(field));
}

// Whoever types on has not given up.
document.addEventListener("input", (event) => {
  if (event.target.form) given.delete(event.target.form);
});

// Leaving the page

addEventListener("beforeunload", (event) => {
  if (!staying && unsaved().length) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-goes-on]")) for (const form of unsaved()) given.add(form);
  if (!event.target.closest?.(LEAVES_THE_PAGE)) return;
  staying = true;
  setTimeout(() => (staying = false), 500);
});

// Leaving a part of the page: what is asked for takes the place of a form that was changed

const ownForm = (ctx) => (ctx.request.method === "POST" ? ctx.sourceElement.closest?.("form") : null);
const inPlaceOf = (ctx) => (ctx.target && !isBeside(ctx.swap) ? unsaved(ctx.target) : []);
const isMorph = (swap) => /morph/i.test(swap ?? "");
const isBeside = (swap) => /^(beforebegin|afterbegin|beforeend|afterend|before|after|prepend|append|none)\b/.test(swap ?? "");

function endangered(ctx) {
  const own = ownForm(ctx);
  return inPlaceOf(ctx).filter((form) => form !== own && !isLeftOpen(ctx, form));
}

// A morph leaves a form as it is that is open in another record of a list.
function isLeftOpen(ctx, form) {
  const record = form.closest("[hx-morph-skip]")?.parentElement.closest("[id]");
  return Boolean(record) && isMorph(ctx.swap) && !record.contains(ctx.sourceElement);
}

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.request.form?.enctype === "multipart/form-data") ctx.request.timeout = 0; // files take as long as they take
  if (!endangered(ctx).length) return;
  if (ctx.sourceEvent?.type === "every") event.preventDefault(); // nobody asked for it
  else ctx.confirm = "typed";
});

document.addEventListener("htmx:confirm", (event) => {
  const { ctx, issueRequest, dropRequest } = event.detail;
  if (ctx.confirm !== "typed") return;
  event.preventDefault();
  const forms = endangered(ctx);
  ask((leaves) => {
    if (!leaves) return dropRequest();
    for (const form of forms) given.add(form);
    ctx.given = forms;
    issueRequest();
  });
});

function ask(then) {
  answer = then;
  byId("unsaved").showModal();
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("#unsaved-leave")) {
    byId("unsaved").returnValue = "leave";
    byId("unsaved").close("leave");
  } else if (event.target.closest?.("[data-dialog-close]")) event.target.closest("dialog").close("");
});

// Closing does not bubble. Escape closes with what was said last, which is nothing.
document.addEventListener("close", ({ target: dialog }) => {
  const said = dialog.returnValue;
  dialog.returnValue = "";
  if (dialog.id === "unsaved") {
    answer?.(said === "leave");
    answer = null;
  } else if (dialog.id === "over") {
    dialog.replaceChildren();
    if (said !== "again" && waiting?.form?.isConnected) tell(waiting.form);
    const again = waiting;
    waiting = null;
    if (said === "again") again?.send();
  }
}, true);

// Sending

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || !form.matches(POSTS)) return;
  const over = form.closest("#over");
  if (!over && !isTyped(form)) return;
  if (!over && form.dataset.door !== undefined && navigator.onLine) return void given.add(form);
  event.preventDefault();
  if (done.has(form)) return;
  form.setAttribute("hx-sync", "this:drop");
  const place = over ? { target: "#over", swap: "innerHTML" } : { target: "#main", select: "#main", swap: "outerHTML" };
  const path = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.pathname;
  htmx.ajax("POST", path, { source: form, event, ...place });
});

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const form = ownForm(ctx);
  if (!form) return;
  form.querySelector(":scope > [data-kept-word]")?.remove();
  ctx.sent = new Map(fields(form).map((field) => [field, content(field)]));
  ctx.filledIn = isUnsaved(form);
});

// Whoever sent a form whose session is over signs in, or proves who they are, over it.
document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = event.detail;
  if (ctx.response.status !== 401 || !ctx.hx.redirect) return;
  const form = ownForm(ctx);
  const loses = (form && isTyped(form)) || unsaved().length > 0 || pathOf(ctx.hx.redirect) === "/confirmation";
  if (!loses) return;
  event.preventDefault();
  giveBack(ctx);
  if (ctx.sourceEvent?.type === "every" || waiting) return;
  const { submitter } = ctx.request;
  waiting = {
    form,
    send: () => form?.isConnected && form.requestSubmit(submitter?.isConnected && submitter.form === form ? submitter : undefined),
  };
  htmx.ajax("GET", ctx.hx.redirect, { source: "#over", target: "#over", swap: "innerHTML" });
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const over = byId("over");
  if (waiting && over.childElementCount && !over.open && ctx.target === over) over.showModal();
  if (ctx.response?.status >= 400 && ctx.filledIn && !ctx.hx.retarget) redrawn(ctx.request.action);
});

document.addEventListener("signed-in", () => {
  if (byId("over").open) return byId("over").close("again");
  const again = waiting; // in another tab somebody has signed in already
  waiting = null;
  again?.send();
});

const pathOf = (address) => new URL(address, location.href).pathname;

// The server has drawn a form again because it could not be saved.
function redrawn(action) {
  for (const form of document.querySelectorAll(POSTS)) {
    if (isTyped(form) && pathOf(form.getAttribute("action") ?? "") === pathOf(action)) refused.add(form);
  }
}

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ownForm(ctx);
  if (!form || ctx.response.status >= 400 || !ctx.sent || form.closest("dialog")) return;
  settle(form, ctx.sent);
  if (ctx.hx.redirect) done.add(form);
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  const form = ownForm(ctx);
  if (form?.closest("#over") && ctx.response?.status === 409) byId("over").close(""); // somebody else is signed in by now
  if (ctx.response?.status < 400) return;
  giveBack(ctx);
  if (form && ctx.sent && form.isConnected && isTyped(form) && !waiting) tell(form);
  if (ctx.target === byId("over") && !byId("over").open && waiting) {
    if (waiting.form) tell(waiting.form); // nothing came to sign in with
    waiting = null;
  }
});

// What was not answered takes the place of nothing.
function giveBack(ctx) {
  for (const form of ctx.given ?? []) given.delete(form);
}

function tell(form) {
  if (!isTyped(form) || form.querySelector(":scope > [data-kept-word]")) return;
  const word = document.createElement("p");
  word.className = "field-error kept-word";
  word.dataset.keptWord = "";
  word.setAttribute("aria-live", "polite"); // the message at the edge of the page says why
  form.append(word);
  word.textContent = byId("toasts").dataset.kept;
}

// What an answer brings may take the place of a form that its asker did not think of: then what was typed moves over, and
// where it has nowhere to go that part of the page stays as it was.
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  const own = ownForm(ctx);
  const moving = [];
  for (const task of [...tasks]) {
    const target = typeof task.target === "string" ? document.querySelector(task.target) : task.target;
    if (!target || isBeside(task.swapSpec?.style) || target.closest?.("dialog")) continue;
    const stays = (form) => isMorph(task.swapSpec?.style) && isThere(task.fragment, form.closest("[hx-morph-skip]"));
    const forms = unsaved(target).filter((form) => form !== own && !stays(form));
    const homes = forms.map((form) => twin(task.fragment, form));
    if (homes.includes(null)) tasks.splice(tasks.indexOf(task), 1);
    else moving.push(...forms);
  }
  ctx.moving = moving.map((form) => ({ action: form.getAttribute("action"), values: fields(form).map((field) => [field.name, field.type, field]) }));
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  for (const { action, values } of ctx.moving ?? []) {
    const form = document.querySelector(`${POSTS}[action="${CSS.escape(action)}"]`);
    const free = form ? fields(form) : [];
    for (const [name, type, from] of values) {
      const index = free.findIndex((each) => each.name === name && each.type === type);
      if (index >= 0) move(from, free.splice(index, 1)[0]);
    }
    if (form?.closest("details")) form.closest("details").open = true;
  }
});

const isThere = (place, part) => part && place.querySelector(`#${CSS.escape(part.id)}`);
const twin = (place, form) => place.querySelector(`${POSTS}[action="${CSS.escape(form.getAttribute("action") ?? "")}"]`);

function move(from, to) {
  if (from === to || content(from) === drawn(from)) return;
  if (from.type === "checkbox" || from.type === "radio") to.checked = from.checked;
  else if (from.type === "file") to.files = from.files;
  else to.value = from.value;
}

// Whoever comes back to a page that was kept whole goes on with it.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll(POSTS)) done.delete(form);
});
