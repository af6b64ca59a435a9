// The live region says what was added; what it said long ago is taken out, unheard.
const KEPT = 10;
document.addEventListener("htmx:wsAfterMessage", () => {
  const region = document.querySelector("#announcer");
  while (region && region.childElementCount > KEPT) region.firstElementChild.remove();
});
