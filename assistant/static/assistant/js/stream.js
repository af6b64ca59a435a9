// The open text of an answer. A fence that is still being written looks like code from its first
// line on, and long open code is cut into chunks, so that a new line lays out one chunk only.
const FENCE = /^(\n*)( {0,3}(?:`{3,}|~{3,})[ \t]*([^\s`]*)[^`\n]*)(\n|$)/;
const CHUNK_CHARS = 4000;

function dress(open) {
  if (open.classList.contains("is-code")) return cut(open);
  const text = open.textContent;
  const fence = FENCE.exec(text);
  if (!fence) return;
  const line = document.createElement("span");
  line.className = "fence";
  line.textContent = fence[0];
  if (!fence[4]) return;
  open.replaceChildren(line, text.slice(fence[0].length));
  open.classList.add("is-code");
  open.tabIndex = 0;
  const name = fence[3] || "python";
  open.dataset.language = name[0].toUpperCase() + name.slice(1);
}

function cut(open) {
  const loose = [];
  for (let node = open.lastChild; node?.nodeType === Node.TEXT_NODE; node = node.previousSibling) loose.unshift(node);
  const text = loose.map((node) => node.data).join("");
  const end = text.lastIndexOf("\n") + 1;
  if (text.length < CHUNK_CHARS || !end) return;
  const chunk = document.createElement("span");
  chunk.className = "chunk";
  chunk.textContent = text.slice(0, end);
  for (const node of loose) node.remove();
  open.append(chunk, text.slice(end));
}

document.addEventListener("htmx:wsAfterMessage", () => {
  for (const open of document.querySelectorAll(".open:not(:empty)")) {
    dress(open);
    const box = open.closest(".repair") && open;
    if (box) box.scrollTop = box.scrollHeight;
  }
  for (const output of document.querySelectorAll('.attempt:has(.head[data-state="running"]) .output')) {
    output.scrollTop = output.scrollHeight;
  }
});
