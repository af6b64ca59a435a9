// Dialogs: what is fetched into #dialog-body opens it; [data-dialog-close] and the server close it.
const dialog = document.querySelector("#dialog");
const keys = document.querySelector("#keys");

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id !== "dialog-body" || dialog.open) return;
  dialog.showModal();
  dialog.querySelector("[autofocus]")?.focus();
  dialog.querySelector("input[autofocus]")?.select();
});

document.addEventListener("dialog:close", () => dialog.close());
dialog.addEventListener("close", () => dialog.querySelector("#dialog-body").replaceChildren());

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-dialog-close]")) target.closest("dialog")?.close();
  if (target.closest("[data-keys-open]")) keys.showModal();
  if (target instanceof HTMLDialogElement) target.close();
});

document.addEventListener("keydown", (event) => {
  const writing = event.target.closest?.("input, textarea, select, dialog, [contenteditable], .editor");
  if (event.key !== "?" || writing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  keys.showModal();
});
