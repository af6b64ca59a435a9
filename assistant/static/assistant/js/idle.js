// What has to wait until nothing is written or run says so. It keeps the focus that it may have, which
// a disabled button would lose; pressed all the same, the server answers with a sentence.
function mark() {
  const busy = String(document.querySelector('#activity[data-busy="true"]') !== null);
  for (const action of document.querySelectorAll(".needs-idle")) {
    if (action.ariaDisabled !== busy) action.ariaDisabled = busy;
  }
}

for (const event of ["htmx:wsAfterMessage", "htmx:afterSettle"]) document.addEventListener(event, mark);
mark();
