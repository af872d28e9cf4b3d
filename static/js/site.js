// Enhancements only: every page works without this file.
import {
  Button,
  Checkboxes,
  ErrorSummary,
  PasswordInput,
  Radios,
  SkipLink,
  createAll,
} from "../dist/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink]) {
  createAll(component);
}

// The filter form leads to #results. Most browsers focus that heading themselves; this makes sure of it,
// so that the new count is read out.
const results = document.getElementById("results");
if (results && window.location.hash === "#results") {
  results.focus();
}

// On a narrow screen, filters that are not in use start closed, so that the results come sooner.
if (window.matchMedia("(max-width: 40em)").matches) {
  for (const facet of document.querySelectorAll("details[data-close-when-narrow]")) {
    facet.open = false;
  }
}
