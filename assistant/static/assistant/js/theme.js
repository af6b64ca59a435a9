// The theme changes at once; the form behind the button remembers it.
const marks = { system: "◐", light: "☀", dark: "☾" };
const next = { system: "dark", dark: "light", light: "system" };

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button[name=theme]");
  const theme = button.value;
  const body = new FormData(form);
  body.set("theme", theme);
  document.documentElement.dataset.theme = theme;
  button.textContent = marks[theme];
  button.ariaLabel = button.dataset[theme];
  button.value = next[theme];
  await fetch(form.action, { method: "POST", body, redirect: "manual" });
});
