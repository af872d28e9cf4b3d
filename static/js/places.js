// Who comes back to a list finds the focus on the item they left it by.
const LISTS = ".px-entry-list a[href], .px-change-list a[href]";

/** Note by which link this list is left, and go back there when the page is come back to. */
export function keepPlaces() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest(LISTS);
    if (link) {
      remember(link.getAttribute("href"));
    }
  });
  // A page that is shown again as it was mostly keeps its focus; where it has not, this gives it back.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted || window.performance.getEntriesByType("navigation")[0]?.type === "back_forward") {
      returnFocus();
    }
  });
}

function nameOfThisList() {
  return `left-by:${window.location.pathname}${window.location.search}`;
}

/** Storage may be forbidden; then nothing is remembered, and nothing fails. */
function remember(address) {
  try {
    window.sessionStorage.setItem(nameOfThisList(), address);
  } catch {
    // There is nothing to be done about it.
  }
}

function returnFocus() {
  let address;
  try {
    address = window.sessionStorage.getItem(nameOfThisList());
  } catch {
    return;
  }
  [...document.querySelectorAll(LISTS)].find((link) => link.getAttribute("href") === address)?.focus();
}
