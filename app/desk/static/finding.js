// The page of a finding: zoom and pan that stay from finding to finding, figures pointed at on both sides.
"use strict";

(() => {
  const KEPT = "hedui-look";
  const STEP = 1.25, LEAST = 0.3, MOST = 6;
  const frames = [...document.querySelectorAll(".frame")];
  const output = document.querySelector(".look-bar .zoom");
  let look = { zoom: null, places: {}, fresh: true };
  try { look = { ...look, ...JSON.parse(sessionStorage.getItem(KEPT) || "{}") }; } catch { /* what is kept is broken: begin anew */ }

  const pageOf = (frame) => frame.closest(".pane").dataset.page;
  const sheetOf = (frame) => frame.querySelector(".sheet");

  function keep() {
    const pages = Object.keys(look.places);
    for (const page of pages.slice(0, Math.max(0, pages.length - 40))) delete look.places[page];
    try { sessionStorage.setItem(KEPT, JSON.stringify(look)); } catch { /* full or forbidden: nothing stays */ }
  }

  // The zoom is that of the pictures' own dots, so print keeps its size from page to page; null: each page as wide as
  // its frame.
  const naturalWidth = (frame) => frame.querySelector("img").naturalWidth || frame.clientWidth;
  function show(zoom) {
    look.zoom = zoom === null ? null : Math.min(MOST, Math.max(LEAST, zoom));
    for (const frame of frames) sheetOf(frame).style.width = look.zoom === null ? "100%" : `${Math.round(look.zoom * naturalWidth(frame))}px`;
    if (output) output.textContent = look.zoom === null ? output.dataset.fits : `${Math.round(100 * look.zoom)}%`;
  }
  const current = () => look.zoom ?? (frames.length ? sheetOf(frames[0]).offsetWidth / naturalWidth(frames[0]) : 1);

  // The middle of what is seen, in parts of the sheet: it stays when the sheet grows.
  function middle(frame) {
    const sheet = sheetOf(frame);
    return [(frame.scrollLeft + frame.clientWidth / 2) / (sheet.offsetWidth || 1),
            (frame.scrollTop + frame.clientHeight / 2) / (sheet.offsetHeight || 1)];
  }
  function goTo(frame, [x, y]) {
    const sheet = sheetOf(frame);
    frame.scrollLeft = x * sheet.offsetWidth - frame.clientWidth / 2;
    frame.scrollTop = y * sheet.offsetHeight - frame.clientHeight / 2;
  }
  function zoomTo(zoom) {
    const middles = frames.map(middle);
    show(zoom);
    frames.forEach((frame, at) => goTo(frame, middles[at]));
    remember();
  }

  const mainBox = (frame) => frame.querySelector(".box.suspect") || frame.querySelector(".box");
  // At first: as large as it takes to read the figure.
  const LEGIBLE = 17;
  function legible() {
    const heights = frames.filter(mainBox).map((frame) => mainBox(frame).getBoundingClientRect().height * naturalWidth(frame) / (sheetOf(frame).offsetWidth || 1));
    return heights.length ? Math.min(2, Math.max(0.5, LEGIBLE / Math.min(...heights))) : null;
  }
  function isSeen(frame, box) {
    const b = box.getBoundingClientRect(), f = frame.getBoundingClientRect();
    return b.left >= f.left && b.right <= f.left + frame.clientWidth && b.top >= f.top && b.bottom <= f.top + frame.clientHeight;
  }
  function toBox(frame, box = mainBox(frame)) {
    if (!box) return;
    const b = box.getBoundingClientRect(), s = sheetOf(frame).getBoundingClientRect();
    goTo(frame, [(b.left + b.width / 2 - s.left) / s.width, (b.top + b.height / 2 - s.top) / s.height]);
  }

  let settled = false;
  function remember() {
    if (!settled) return;
    for (const frame of frames) look.places[pageOf(frame)] = middle(frame);
    keep();
  }
  function settle(frame) {
    const place = look.places[pageOf(frame)];
    if (place) goTo(frame, place);
    const box = mainBox(frame);
    if (box && !isSeen(frame, box)) toBox(frame, box);
  }

  Promise.all(frames.map((frame) => {
    const picture = frame.querySelector("img");
    return picture.complete ? null : new Promise((done) => { picture.onload = picture.onerror = done; });
  })).then(() => {
    show(look.fresh ? legible() : look.zoom);
    look.fresh = false;
    frames.forEach(settle);
    settled = true;
    document.documentElement.dataset.settled = "1";
  });
  for (const details of document.querySelectorAll(".further")) details.addEventListener("toggle", () => details.querySelectorAll(".frame").forEach(settle));

  for (const frame of frames) {
    frame.addEventListener("scroll", remember, { passive: true });
    frame.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoomTo(current() * (event.deltaY < 0 ? STEP : 1 / STEP));
    }, { passive: false });
    frame.addEventListener("dblclick", () => zoomTo(current() * STEP));
    let from = null;
    frame.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      from = [event.clientX + frame.scrollLeft, event.clientY + frame.scrollTop];
      frame.classList.add("held");
      frame.setPointerCapture(event.pointerId);
    });
    frame.addEventListener("pointermove", (event) => {
      if (!from) return;
      frame.scrollLeft = from[0] - event.clientX;
      frame.scrollTop = from[1] - event.clientY;
    });
    for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, () => { from = null; frame.classList.remove("held"); });
  }

  // A figure that is pointed at is pointed at wherever it stands.
  function point(id, on) {
    for (const each of document.querySelectorAll(`[data-fact="${CSS.escape(id)}"]`)) each.classList.toggle("pointed", on);
  }
  for (const [begin, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    for (const [kind, on] of [[begin, true], [end, false]]) {
      document.addEventListener(kind, (event) => {
        const found = event.target.closest?.("[data-fact]");
        if (found) point(found.dataset.fact, on);
      });
    }
  }
  document.addEventListener("click", (event) => {
    const figure = event.target.closest?.("a.figure");
    if (!figure) return;
    for (const frame of frames) {
      const box = frame.querySelector(`.box[data-fact="${CSS.escape(figure.dataset.fact)}"]`);
      if (box) { toBox(frame, box); remember(); }
    }
  });

  // A suggested repair is put into the form of a corrected figure, where it is seen before it is kept.
  document.addEventListener("click", (event) => {
    const repair = event.target.closest?.("[data-repair]")?.dataset.repair;
    const form = repair && document.querySelector('details[data-opens="correct"]');
    if (!form) return;
    for (const other of document.querySelectorAll("details[data-opens][open]")) other.open = other === form;
    form.open = true;
    const field = form.querySelector("input[name=value]");
    field.value = repair;
    field.focus();
    field.select();
  });

  window.heduiActions = {
    ...window.heduiActions,
    zoom_in: () => zoomTo(current() * STEP),
    zoom_out: () => zoomTo(current() / STEP),
    fit: () => zoomTo(null),
    to_suspect: () => { frames.forEach((frame) => toBox(frame)); remember(); },
  };
})();
