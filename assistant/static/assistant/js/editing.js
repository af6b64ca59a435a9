// A form for a program gets CodeMirror in place of its plain box, fetched when first wanted.
async function upgrade(form) {
  form.dataset.upgraded = "true";
  const box = form.querySelector(".code-area");
  const main = document.querySelector("#main");
  const { openEditor } = await import(main.dataset.editor);
  if (!form.isConnected) return;
  const place = form.querySelector(".editor");
  const editor = openEditor(place, box.value, {
    label: main.dataset.program,
    line: Number(form.dataset.line) || undefined,
    onChange: (text) => { box.value = text; },
    onRun: () => form.requestSubmit(),
    onCancel: () => form.querySelector("[data-slot-close]").click(),
  });
  form.classList.add("has-editor");
  editor.focus();
}

document.addEventListener("htmx:afterSettle", () => {
  for (const form of document.querySelectorAll(".code-form:not([data-upgraded])")) upgrade(form);
});
