// The box: Enter sends, never while a syllable is being composed; the text is kept until the server
// has it; what was not sent survives a reload.
const form = () => document.querySelector("[data-composer]");
const box = () => document.querySelector("#body");
const draftKey = `draft:${location.pathname}`;
const RESEND_MS = 4000;
let pending = null;

const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
const idField = () => form().querySelector("[name=client_message_id]");

function grow() {
  if (CSS.supports("field-sizing", "content")) return;
  box().style.height = "auto";
  box().style.height = `${box().scrollHeight}px`;
}

function setText(text) {
  box().value = text;
  if (text) sessionStorage.setItem(draftKey, text);
  else sessionStorage.removeItem(draftKey);
  grow();
}

function say(sentence) {
  const notice = document.createElement("p");
  notice.className = "notice is-error";
  notice.setAttribute("role", "alert");
  notice.textContent = sentence;
  document.querySelector("#composer-error").replaceChildren(notice);
}

// "Wait" is no news any more once there is nothing to wait for.
function forget() {
  const notice = document.querySelector("#composer-error .notice");
  if (notice?.textContent === form()?.dataset.wait) notice.remove();
}

const isBusy = () => document.querySelector('#activity[data-busy="true"]') !== null;
const socketIsOpen = () => document.body.dataset.socket === "open";

// Enter sends. While Korean, Japanese or Chinese is composed, Enter ends the syllable (some browsers
// say so by keyCode 229 only); the Enter after it sends the whole message.
document.addEventListener("keydown", (event) => {
  if (event.target !== box()) return;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
    event.preventDefault();
    if (box().value.trim()) form().requestSubmit(form().querySelector(".send"));
  } else if (event.key === "ArrowUp" && !box().value && !isBusy()) {
    const edit = document.querySelector(".turn:last-child [data-edit-message]");
    if (edit) { event.preventDefault(); edit.click(); }
  }
});

document.addEventListener("input", ({ target }) => {
  if (target !== box()) return;
  if (target.value) sessionStorage.setItem(draftKey, target.value);
  else sessionStorage.removeItem(draftKey);
  grow();
});

// On the empty page the form is posted as any form is; only a second press is kept from sending.
document.addEventListener("submit", (event) => {
  if (event.target.id !== "home-form") return;
  if (event.target.dataset.sent || (!event.submitter?.name && !box().value.trim())) event.preventDefault();
  event.target.dataset.sent = "true";
  if (event.defaultPrevented) delete event.target.dataset.sent;
  else sessionStorage.removeItem(draftKey);
});
addEventListener("pageshow", () => delete form()?.dataset.sent);

// In a conversation it goes over the socket, and by a POST where the socket is closed.
document.addEventListener("htmx:wsConfigSend", (event) => {
  if (event.target !== form()) return;
  const body = box().value;
  if (!body.trim() || pending || isBusy()) {
    event.preventDefault();
    event.detail.triggeringEvent?.preventDefault();
    if (isBusy()) say(form().dataset.wait);
    return;
  }
  pending = { id: idField().value, body };
  event.detail.headers = undefined;
  document.querySelector("#composer-error").replaceChildren();
  if (socketIsOpen()) {
    pending.timer = setTimeout(post, RESEND_MS, pending);
  } else {
    event.preventDefault();
    event.detail.triggeringEvent?.preventDefault();
    post(pending);
  }
  setText("");
  idField().value = newId();
  document.dispatchEvent(new Event("composer:sent"));
});

// Sent twice, a message is stored once: its id goes along.
async function post(message) {
  if (pending !== message) return;
  await window.htmx.ajax("POST", location.pathname, {
    source: form(),
    swap: "none",
    values: { body: message.body, client_message_id: message.id },
  });
}

function settle() {
  if (!pending) return isBusy() || forget();
  const failed = document.querySelector("#composer-error .notice");
  const arrived = document.querySelector(`.turn[data-client-id="${CSS.escape(pending.id)}"]`);
  if (!failed && !arrived) return;
  clearTimeout(pending.timer);
  if (failed && !arrived && !box().value) setText(pending.body);
  pending = null;
}
for (const event of ["htmx:wsAfterMessage", "htmx:afterSettle", "htmx:afterRequest", "htmx:sendError"]) {
  document.addEventListener(event, () => queueMicrotask(settle));
}

if (box() && !box().value) setText(sessionStorage.getItem(draftKey) ?? "");
if (matchMedia("(pointer: fine)").matches && !location.hash.startsWith("#m")) box()?.focus({ preventScroll: true });
