// Lists that are put in order by dragging. It only presses the buttons that are there without it: whatever can be
// dragged can be moved by keyboard too.
//
// To use it: the list (ol, tbody …) has data-reorder, each of its rows draggable="true" and in it the macro reorder()
// of templates/macros/reorder.html, whose form posts the wanted place, from 1. The answer replaces the list.
const ROW = "[data-reorder] > [draggable]";
let dragged = null;
let start = 0;

const rows = (list) => [...list.querySelectorAll(":scope > [draggable]")];

function tidy() {
  dragged?.removeAttribute("data-dragged");
  dragged = null;
}

document.addEventListener("dragstart", (event) => {
  const row = event.target.closest?.(ROW);
  if (!row || row !== event.target) return;
  dragged = row;
  start = rows(row.parentElement).indexOf(row);
  row.setAttribute("data-dragged", "");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
});

// The row goes along under the pointer, so that one sees where it will stand.
document.addEventListener("dragover", (event) => {
  const row = event.target.closest?.(ROW);
  if (!dragged || row?.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  const { top, height } = row.getBoundingClientRect();
  const below = event.clientY > top + height / 2;
  if (row !== dragged) row[below ? "after" : "before"](dragged);
});

document.addEventListener("drop", (event) => {
  if (!dragged || !dragged.parentElement.contains(event.target)) return;
  event.preventDefault();
  const place = rows(dragged.parentElement).indexOf(dragged);
  if (place !== start) post(dragged, place + 1);
  tidy();
});

// Let go elsewhere, or given up with Escape: the row goes back to its place.
document.addEventListener("dragend", () => {
  if (!dragged) return;
  const others = rows(dragged.parentElement).filter((row) => row !== dragged);
  if (others[start]) others[start].before(dragged);
  else others.at(-1)?.after(dragged);
  tidy();
});

function post(row, place) {
  const form = row.querySelector("[data-reorder-form]");
  const button = document.createElement("button");
  Object.assign(button, { type: "submit", name: "place", value: place, hidden: true });
  form.append(button);
  form.requestSubmit(button);
}
