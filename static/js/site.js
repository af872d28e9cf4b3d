// Enhancements only: every page works without this file.
import { watchCopying } from "./copying.js";
import { leadToFields } from "./errors.js";
import { offerToShow } from "./passwords.js";
import { keepPlaces } from "./places.js";

watchCopying();
keepPlaces();
document.querySelectorAll("[data-module=govuk-error-summary]").forEach(leadToFields);
document.querySelectorAll("[data-module=govuk-password-input]").forEach(offerToShow);

// Filters lead to #results. Most browsers focus that heading themselves; this makes sure of it, so that the new count
// is read out.
const results = document.getElementById("results");
if (results && window.location.hash === "#results") {
  results.focus();
}

// On a narrow screen, what is not in use starts closed, so that what one came for is sooner in sight.
if (window.matchMedia("(max-width: 40em)").matches) {
  for (const details of document.querySelectorAll("details[data-close-when-narrow]")) {
    details.open = false;
  }
}
