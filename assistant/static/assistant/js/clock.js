// Seconds that count: an element with data-clock shows that number of seconds and goes on from there.
const began = new WeakMap();

setInterval(() => {
  for (const clock of document.querySelectorAll("[data-clock]")) {
    if (!began.has(clock)) began.set(clock, performance.now() - 1000 * Number(clock.dataset.clock));
    const seconds = String(Math.floor((performance.now() - began.get(clock)) / 1000));
    if (clock.textContent !== seconds) clock.textContent = seconds;
  }
}, 500);
