// Slots hold a form for a while; a tab opens a panel and, pressed again, closes it.
document.addEventListener("click", (event) => {
  const closer = event.target.closest("[data-slot-close]");
  if (closer) {
    const slot = closer.closest(".slot");
    const opener = document.querySelector(`[hx-target="#${slot.id}"]`);
    slot.replaceChildren();
    opener?.focus();
  }
});

// Runs before htmx hears the click: a tab that is open only closes.
document.addEventListener("click", (event) => {
  const tab = event.target.closest(".tab");
  if (tab?.getAttribute("aria-expanded") !== "true") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  tab.setAttribute("aria-expanded", "false");
  document.querySelector(tab.getAttribute("hx-target")).replaceChildren();
}, true);

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const asked = detail.requestConfig?.elt;
  if (asked?.matches(".tab")) {
    for (const tab of asked.parentElement.querySelectorAll(".tab")) {
      tab.setAttribute("aria-expanded", String(tab === asked));
    }
  }
  const wanted = detail.target.querySelector?.("[data-focus]");
  wanted?.focus();
  wanted?.setSelectionRange(wanted.value.length, wanted.value.length);
  wanted?.scrollIntoView({ block: "nearest" });
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful || detail.requestConfig.verb === "get") return;
  if (detail.elt.matches("[data-close-after]")) detail.elt.closest(".slot")?.replaceChildren();
  if (detail.elt.matches("[data-clear]")) detail.elt.reset();
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const form = event.target.closest?.("form[data-submit-on-enter]");
  if (form && event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "Escape" && event.target.closest?.(".slot form")) {
    event.preventDefault();
    event.target.closest("form").querySelector("[data-slot-close]").click();
  }
});
