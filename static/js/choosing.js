// Choosing rows of a list: a range with Shift, a whole page, a count. Without this file each box is ticked by itself
// and the two boxes above the list tell the server to take all of them.
const LIST = "#choosing";
const boxes = (form) => [...form.querySelectorAll("[name=account]")];
const whole = (form) => [...form.querySelectorAll("[name=scope]")];
let last = null;

function count(form) {
  const all = whole(form).filter((box) => box.checked).map((box) => Number(box.dataset.count));
  return Math.max(boxes(form).filter((box) => box.checked).length, ...all);
}

function tell(form) {
  const shown = form.querySelector("#choosing-count");
  const number = count(form);
  shown.textContent = number ? shown.dataset.text.replace("{}", number) : "";
}

function range(form, box) {
  const all = boxes(form);
  const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((one, other) => one - other);
  if (from < 0) return;
  for (const each of all.slice(from, to + 1)) each.checked = box.checked;
}

document.addEventListener("click", (event) => {
  const box = event.target;
  const form = box.closest?.(LIST);
  if (!form || box.type !== "checkbox") return;
  if (box.name === "scope") {
    for (const other of whole(form)) if (other !== box) other.checked = false;
    for (const each of boxes(form)) each.checked = box.checked;
  } else {
    if (event.shiftKey && last?.isConnected) range(form, box);
    for (const each of whole(form)) each.checked = false;
    last = box;
  }
  tell(form);
});

// Browsers keep ticked boxes when one comes back to the page.
addEventListener("pageshow", () => {
  const form = document.querySelector(LIST);
  if (form) tell(form);
});
