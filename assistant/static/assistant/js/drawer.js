// At narrow widths the list is a drawer; focus goes into it and comes back.
const root = document.body;
const shade = document.querySelector(".drawer-shade");
const opener = document.querySelector("[data-drawer-open]");

function show(isOpen) {
  if (root.classList.contains("drawer-is-open") === isOpen) return;
  root.classList.toggle("drawer-is-open", isOpen);
  shade.hidden = !isOpen;
  opener.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) document.querySelector("#sidebar .new").focus();
  else opener.focus();
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-drawer-open]")) show(true);
  if (target.closest("[data-drawer-close]")) show(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !root.classList.contains("drawer-is-open")) return;
  show(false);
  event.stopImmediatePropagation();
});
