// Copying the address of a paragraph, or a citation. Without this, or where copying is not allowed, links are just links.
const SHOWN_FOR = 5000;
let clearing;

/** Show the buttons that copy, and copy where one is pressed. */
export function watchCopying() {
  if (!navigator.clipboard) {
    return;
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-copy-link]");
    const button = event.target.closest("[data-copy]");
    if (link && isPlain(event)) {
      event.preventDefault();
      copyLink(link);
    } else if (button) {
      navigator.clipboard.writeText(button.dataset.copy).then(() => announce("textCopied"), () => {});
    }
  });
}

/** A click that asks for a new tab or window is the browser's business. */
function isPlain(event) {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}

function copyLink(link) {
  navigator.clipboard.writeText(link.href).then(
    () => {
      window.history.replaceState(null, "", `#${link.dataset.copyLink}`);
      announce("linkCopied");
    },
    () => window.location.assign(link.href),
  );
}

/** Say what was done. The words stand in the page, in its language. */
function announce(what) {
  const place = document.querySelector("[data-announcement]");
  if (!place) {
    return;
  }
  clearTimeout(clearing);
  place.textContent = "";
  // A region that is filled with the same words again is read out only if it was empty in between.
  setTimeout(() => (place.textContent = place.dataset[what]), 50);
  clearing = setTimeout(() => (place.textContent = ""), SHOWN_FOR);
}
