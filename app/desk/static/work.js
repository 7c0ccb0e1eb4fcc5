// While files are read again and judged beside the pages, look every second; when it is done, show the page anew.
"use strict";

(() => {
  const shown = document.getElementById("work");
  if (!shown || shown.dataset.busy !== "1") return;
  const look = async () => {
    let busy = true;
    try {
      const answer = await fetch("/work", { headers: { accept: "application/json" } });
      busy = !answer.ok || (await answer.json()).busy;
    } catch { busy = true; }
    // Who is filling in a form keeps what was typed.
    const typing = document.querySelector("details[open] form") || document.activeElement?.matches("input, textarea, select");
    if (!busy && !typing) location.reload();
    else setTimeout(look, busy ? 1000 : 3000);
  };
  setTimeout(look, 1000);
})();
