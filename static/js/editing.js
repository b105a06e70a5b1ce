// Editing in place by keyboard: in a form with data-cancel Escape follows the link of that selector, which leads back
// without saving. Enter saves by itself, in a text of several lines together with Ctrl or Cmd.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-cancel]");
  if (!form || event.defaultPrevented || event.isComposing) return;
  if (event.key === "Escape") {
    event.preventDefault();
    document.querySelector(form.dataset.cancel)?.click();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
    event.preventDefault();
    form.requestSubmit();
  }
});
