// What all pages share: a form is sent once, a long answer says that it is being worked on.
"use strict";

// What needs a script is shown once all of them are attached, and not before: nobody presses what does nothing yet.
document.addEventListener("DOMContentLoaded", () => document.documentElement.classList.add("has-script"));

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
});

// Back from the browser's memory: the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A select or tick that asks for it sends its form at once.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (event.target.matches("[data-send]") && form) form.requestSubmit();
});
