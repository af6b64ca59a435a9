// ⌘K or Ctrl+K: find a conversation. Arrows choose, Enter opens.
const palette = document.querySelector("#palette");
const words = palette.querySelector("input");
const options = () => [...palette.querySelectorAll("[role=option]")];

function open() {
  if (palette.open) return;
  words.value = "";
  palette.showModal();
  words.focus();
  words.dispatchEvent(new Event("palette:open"));
}

function choose(step) {
  const all = options();
  if (!all.length) return;
  const now = all.findIndex((option) => option.ariaSelected === "true");
  const next = all[(now + step + all.length) % all.length];
  for (const option of all) option.ariaSelected = String(option === next);
  words.setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if ((event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open();
  }
});

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-palette-open]")) open();
});

words.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Escape") {
    // A search box would only empty itself.
    event.preventDefault();
    palette.close();
  } else if (event.key === "Enter") {
    event.preventDefault();
    options().find((option) => option.ariaSelected === "true")?.click();
  }
});
