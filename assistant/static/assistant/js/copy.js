// Copy a code block, or the whole answer as it was written.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Browsers give a clipboard to secure pages only; a team's plain http address is none.
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "visually-hidden";
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  box.remove();
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button || button.dataset.label) return;
  const source = button.dataset.source
    ? document.getElementById(button.dataset.source)
    : button.closest(".code").querySelector(".code-text code");
  await copy(source.textContent);
  button.dataset.label = button.textContent;
  button.textContent = `✓ ${document.querySelector("#main").dataset.copied}`;
  setTimeout(() => {
    button.textContent = button.dataset.label;
    delete button.dataset.label;
  }, 1500);
  button.focus();
});
