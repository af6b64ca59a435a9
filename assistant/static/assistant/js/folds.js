// Of a turn's steps the last one is unfolded; what the reader folded or unfolded stays as it is.
document.addEventListener("click", ({ target }) => {
  const summary = target.closest("summary.step-head");
  if (summary) summary.parentElement.dataset.touched = "true";
});

document.addEventListener("htmx:wsAfterMessage", () => {
  const steps = document.querySelectorAll(".turn:last-child .steps > .step");
  steps.forEach((step, index) => {
    const fold = step.querySelector(":scope > details[data-fold]");
    if (fold && index < steps.length - 1 && fold.open && !fold.dataset.touched) fold.open = false;
  });
});
