// On a narrow screen the tabs scroll sideways: begin where the current one is in sight.
for (const row of document.querySelectorAll(".tabs-row")) {
  const current = row.querySelector("[aria-current]");
  if (current) row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
}
