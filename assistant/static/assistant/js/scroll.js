// The page follows its end only while the reader is there; a button brings them back.
const page = document.scrollingElement;
const NEAR = 100;
let following = true;
let arrived = false;
let lastTop = 0;
let touched = false;

const isAtEnd = () => page.scrollHeight - page.scrollTop - page.clientHeight < NEAR;
const goToEnd = (behavior = "instant") => page.scrollTo({ top: page.scrollHeight, behavior });

// Only the reader's own scrolling back ends it: a picture that loads makes the page longer, and a
// form that is sent makes it shorter.
function update() {
  following = isAtEnd() || (following && !(touched && page.scrollTop < lastTop));
  lastTop = page.scrollTop;
  const button = document.querySelector("#to-end");
  if (button) button.hidden = following;
}

addEventListener("scroll", update, { passive: true });
for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
  addEventListener(kind, () => { touched = true; }, { passive: true, capture: true });
}
const sizes = new ResizeObserver(() => {
  if (following && arrived) goToEnd();
  else update();
});
sizes.observe(document.querySelector("#turns"));
// The page may have fetched itself again, turns and all.
document.addEventListener("htmx:afterSettle", () => sizes.observe(document.querySelector("#turns")));

document.addEventListener("click", ({ target }) => {
  if (!target.closest("#to-end")) return;
  goToEnd(matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth");
  document.querySelector("#body")?.focus({ preventScroll: true });
});

// What a member sends is followed from wherever they were.
document.addEventListener("composer:sent", () => {
  following = true;
  touched = false;
  goToEnd();
});

if (!location.hash || location.hash === "#end") goToEnd();
arrived = true;
