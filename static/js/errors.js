// The summary of what is wrong with a form: it takes the focus, and its lines lead to their fields.

export function leadToFields(summary) {
  if (!("disableAutoFocus" in summary.dataset)) {
    // Focusable only now: on a later click it is text again.
    summary.tabIndex = -1;
    summary.addEventListener("blur", () => summary.removeAttribute("tabindex"), { once: true });
    summary.focus();
  }
  summary.addEventListener("click", (event) => {
    const field = document.getElementById(event.target.closest("a")?.hash.slice(1) ?? "");
    if (field) {
      event.preventDefault();
      // What is asked should be in sight, not only where the answer goes.
      (question(field) ?? field).scrollIntoView();
      field.focus({ preventScroll: true });
    }
  });
}

function question(field) {
  const isChoice = field.type === "radio" || field.type === "checkbox";
  return (isChoice && field.closest("fieldset")?.querySelector("legend")) || field.labels?.[0];
}
