// A refused or failed request leaves a sentence where it was asked: in the nearest element with
// data-errors that has an .error-slot.
const sentences = document.body.dataset;

function slotFor(element) {
  for (let place = element; place; place = place.parentElement) {
    const slot = place.hasAttribute("data-errors") && place.querySelector(".error-slot");
    if (slot) return slot;
  }
  return document.querySelector("#main .error-slot") ?? document.querySelector(".error-slot");
}

function say(element, sentence) {
  const slot = slotFor(element);
  if (!slot) return;
  const notice = document.createElement("p");
  notice.className = "notice is-error";
  notice.setAttribute("role", "alert");
  notice.textContent = sentence;
  slot.replaceChildren(notice);
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status < 400) return;
  if (detail.xhr.getResponseHeader("X-Notice")) {
    detail.target = slotFor(detail.requestConfig.elt);
    detail.swapOverride = "innerHTML";
    detail.shouldSwap = true;
    detail.isError = false;
  } else {
    detail.shouldSwap = false;
    say(detail.requestConfig.elt, detail.xhr.status === 401 ? sentences.signedOut : sentences.wentWrong);
  }
});

for (const event of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(event, ({ detail }) => say(detail.elt, sentences.unreachable));
}

// What was said goes when the same thing is asked again.
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.requestConfig.verb !== "get") slotFor(detail.elt)?.replaceChildren();
});
