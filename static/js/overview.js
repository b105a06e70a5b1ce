// A card that never got an answer (no connection, a stranger's error page) says so and offers to try again.
// A card that the server could not draw brings its own error and its own retry.
const BUSY = ".card[aria-busy=true]";

// One card asked for itself, or the grid for all of its cards.
function waiting(event) {
  const source = event.detail.ctx?.sourceElement;
  if (!source?.closest) return [];
  const card = source.closest(BUSY);
  return card ? [card] : source.querySelectorAll(BUSY);
}

function failed(event) {
  for (const card of waiting(event)) card.dataset.failed = "yes";
}

document.addEventListener("htmx:error", failed);
document.addEventListener("htmx:response:error", failed);

document.addEventListener("htmx:before:request", (event) => {
  for (const card of waiting(event)) delete card.dataset.failed;
});
