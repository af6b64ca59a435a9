// Escape stops what is written or run, unless something else on the page takes it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  document.querySelector('#activity[data-busy="true"] [data-stop]')?.click();
});
