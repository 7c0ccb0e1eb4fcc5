// The tick in the head of a list ticks all of it.
"use strict";

document.addEventListener("change", (event) => {
  const name = event.target.dataset?.all;
  if (!name) return;
  for (const each of document.querySelectorAll(`input[type=checkbox][name="${name}"]`)) each.checked = event.target.checked;
});
