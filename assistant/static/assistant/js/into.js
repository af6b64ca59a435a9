// A fragment for an element that the page has not yet says in data-into where it belongs. Such
// fragments become "beforeend" swaps of that container before htmx looks for their target.
function place(text) {
  if (!text.includes("data-into=")) return text;
  const template = document.createElement("template");
  template.innerHTML = text;
  for (const element of [...template.content.children]) {
    if (!element.dataset.into || document.getElementById(element.id)) continue;
    const wrapper = document.createElement("div");
    wrapper.setAttribute("hx-swap-oob", `beforeend:#${element.dataset.into}`);
    element.removeAttribute("hx-swap-oob");
    element.replaceWith(wrapper);
    wrapper.append(element);
  }
  return template.innerHTML;
}

window.htmx.defineExtension("into", { transformResponse: place });
