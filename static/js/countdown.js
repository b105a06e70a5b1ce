// Seconds that run down between two answers of the server.
setInterval(() => {
  for (const element of document.querySelectorAll("[data-seconds]")) {
    const left = Math.max(Number(element.dataset.seconds) - 1, 0);
    element.dataset.seconds = left;
    element.textContent = left;
  }
}, 1000);
