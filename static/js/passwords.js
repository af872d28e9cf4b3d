// A button beside a password shows it and hides it again. Its words stand in the page, in its language (data-i18n.…).

export function offerToShow(group) {
  const input = group.querySelector(".govuk-js-password-input-input");
  const button = group.querySelector(".govuk-js-password-input-toggle");
  const words = (name) => group.getAttribute(`data-i18n.${name}`);
  const spoken = document.createElement("div");
  spoken.className = "govuk-visually-hidden";
  spoken.setAttribute("aria-live", "polite");
  input.after(spoken);

  const turn = (isShown) => {
    const next = isShown ? "hide" : "show";
    input.type = isShown ? "text" : "password";
    button.textContent = words(`${next}-password`);
    button.setAttribute("aria-label", words(`${next}-password-aria-label`));
    spoken.textContent = words(`password-${isShown ? "shown" : "hidden"}-announcement`);
  };

  button.hidden = false;
  button.addEventListener("click", () => turn(input.type === "password"));
  // Browsers offer to keep what was typed as text, and bring back pages as they were left: neither with a password shown.
  const hide = () => input.type === "password" || turn(false);
  input.form?.addEventListener("submit", hide);
  window.addEventListener("pagehide", hide);
}
