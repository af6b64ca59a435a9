// The socket of the page: it comes back with the cursor that the page has, says when it is lost, and
// fetches the page again where the log no longer holds what the page lacks.
const { htmx } = window;
const GONE = 4404;
let lost = false;
let refetching = false;

htmx.config.wsReconnectDelay = (tries) => Math.min(200 * 2 ** tries, 5000) * (0.5 + Math.random() / 2);

htmx.createWebSocket = (address) => {
  const url = new URL(address);
  url.searchParams.set("cursor", document.querySelector("#cursor").dataset.cursor);
  return new WebSocket(url);
};

function say(words, isBack = false) {
  const line = document.querySelector("#connection");
  if (!line) return;
  line.classList.toggle("is-back", isBack);
  if (line.textContent !== words) line.textContent = words;
  return line;
}

document.addEventListener("htmx:wsOpen", () => {
  const line = document.querySelector("#connection");
  if (lost && line) {
    say(line.dataset.back, true);
    setTimeout(() => !lost && say(""), 2000);
  }
  lost = false;
  document.body.dataset.socket = "open";
});

document.addEventListener("htmx:wsClose", ({ target, detail }) => {
  if (!target.isConnected) return;
  document.body.dataset.socket = "closed";
  const line = document.querySelector("#connection");
  if (detail.event.code === GONE) return say(line.dataset.gone);
  lost = true;
  // A short break, as when a web process restarts, is not worth a word.
  setTimeout(() => lost && say(line.dataset.lost), 400);
  // The extension itself reconnects after 1006, 1011, 1012 and 1013 only.
  if (detail.event.code >= 4000 || detail.event.code === 1001) {
    setTimeout(() => lost && detail.socketWrapper.reconnect(), 1000);
  }
});

async function refetch() {
  if (refetching) return;
  refetching = true;
  await htmx.ajax("GET", location.pathname, { target: "#main", select: "#main", swap: "outerHTML" });
  setTimeout(() => { refetching = false; }, 1000);
}

for (const event of ["htmx:wsAfterMessage", "htmx:afterSettle"]) {
  document.addEventListener(event, () => {
    const wanted = document.querySelector("#refetch[data-refetch]");
    if (!wanted || refetching) return;
    wanted.removeAttribute("data-refetch");
    refetch();
  });
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  detail.headers["X-Socket"] = document.body.dataset.socket ?? "closed";
});
