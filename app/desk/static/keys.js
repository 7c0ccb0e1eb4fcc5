// Keys: each action has one, kept per account; "?" shows them all.
"use strict";

(() => {
  const told = document.getElementById("keys");
  const keys = told ? JSON.parse(told.dataset.keys) : {};
  const actions = Object.fromEntries(Object.entries(keys).map(([action, key]) => [key, action]));
  const shown = (key) => (key === " " ? "␣" : key.length === 1 ? key.toUpperCase() : key);

  for (const mark of document.querySelectorAll("kbd[data-key]")) {
    const key = keys[mark.dataset.key];
    if (key) mark.textContent = shown(key); else mark.hidden = true;
  }

  function act(action) {
    const own = window.heduiActions?.[action];
    if (own) { own(); return true; }
    const opens = document.querySelector(`details[data-opens="${CSS.escape(action)}"]`);
    if (opens) {
      for (const other of document.querySelectorAll("details[data-opens][open]")) if (other !== opens) other.open = false;
      opens.open = !opens.open;
      const first = opens.querySelector("form :is(input:not([type=hidden]), select, textarea)");
      if (opens.open) { first?.focus(); first?.select?.(); }
      return true;
    }
    const target = document.querySelector(`[data-action="${CSS.escape(action)}"]`);
    if (!target || target.disabled) return false;
    target.click();
    return true;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[type=button][data-action]");
    if (button && event.isTrusted) act(button.dataset.action);
  });

  // A browser's own search in a list takes "1", where option 1 is chosen already, for a wish for the next one, 10.
  let digits = "", since = 0;
  function chooseByNumber(event) {
    const list = event.target.closest?.("select[data-numbered]");
    if (!list || !/^[0-9]$/.test(event.key)) return false;
    const chosen = (text) => [...list.options].findIndex((option) => option.text.startsWith(text + " "));
    digits = event.timeStamp - since < 1000 ? digits + event.key : event.key;
    since = event.timeStamp;
    if (chosen(digits) < 0) digits = event.key;
    if (chosen(digits) >= 0) list.selectedIndex = chosen(digits);
    event.preventDefault();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const typing = event.target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
    if (event.key === "Escape") {
      document.querySelectorAll("details[data-opens][open]").forEach((each) => { each.open = false; });
      if (typing) typing.blur();
      return;
    }
    if (event.key === "Enter" && event.target.matches?.("details[data-opens] select")) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    if (chooseByNumber(event)) return;
    if (typing || document.querySelector("dialog[open]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = key === "?" || key === "？" ? "help" : actions[key];
    if (action && !event.repeat && act(action)) event.preventDefault();
  });

  window.heduiActions = {
    ...window.heduiActions,
    help: () => document.getElementById("keys")?.showModal(),
  };
})();
