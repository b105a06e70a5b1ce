// Escape closes what was unfolded to add something.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
  const fold = event.target.closest?.("details.adder[open]");
  if (!fold) return;
  event.preventDefault();
  fold.open = false;
  fold.querySelector("summary").focus();
});

// What was just unfolded is there to be filled in. Toggle does not bubble, so it is caught on its way down.
document.addEventListener("toggle", (event) => {
  if (!event.target.matches?.("details.adder[open]")) return;
  if (event.target.contains(document.activeElement)) event.target.querySelector("input:not([type=hidden]), select")?.focus();
}, true);

// Copying needs permission that browsers give on https and localhost only; elsewhere the value is marked, ready for Ctrl+C.
async function copy(button) {
  const label = button.getAttribute("aria-label");
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.setAttribute("aria-label", button.dataset.copied);
    button.dataset.done = "yes";
    setTimeout(() => {
      if (label === null) button.removeAttribute("aria-label");
      else button.setAttribute("aria-label", label);
      delete button.dataset.done;
    }, 2000);
  } catch {
    mark(button.closest(":has(.copied-text)").querySelector(".copied-text"));
  }
}

function mark(text) {
  if (text.matches("input")) text.select();
  else getSelection().selectAllChildren(text);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (button) copy(button);
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) print();
});
