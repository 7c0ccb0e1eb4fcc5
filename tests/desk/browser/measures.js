// What is wrong with the page as it stands in the browser: a list of words, empty where nothing is.
() => {
  const faults = [];
  const say = (what, element, more = "") => {
    const text = (element?.textContent || element?.getAttribute?.("name") || "").trim().replace(/\s+/g, " ").slice(0, 30);
    faults.push(`${what}: ${element?.tagName?.toLowerCase() ?? ""}.${element?.getAttribute?.("class") ?? ""} “${text}” ${more}`);
  };
  const shows = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !element.closest(".for-ear, .skip");
  const all = [...document.querySelectorAll("body *")].filter(shows);
  const own = (element) => [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

  // structure
  const heads = [...document.querySelectorAll("h1")].filter((each) => each.checkVisibility());
  if (heads.length !== 1) faults.push(`${heads.length} h1`);
  if (!/^(zh-CN|en)$/.test(document.documentElement.lang)) faults.push("lang");
  for (const each of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (!each.getAttribute("aria-label") && ![...(each.labels ?? [])].some((label) => label.textContent.trim())) say("no label", each);
  }
  for (const each of all.filter((one) => one.matches("a[href], button, summary"))) {
    if (!each.textContent.trim() && !each.getAttribute("aria-label") && !each.querySelector("img[alt]:not([alt=''])")) say("no name", each);
  }
  for (const each of document.querySelectorAll("[data-action], [data-repair]")) {
    if (!each.matches("a[href], button, input, select, textarea, summary")) say("not for keys", each);
  }
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  for (const id of new Set(ids.filter((each, at) => ids.indexOf(each) !== at))) faults.push(`id twice: ${id}`);

  // contrast (WCAG 2, level AA)
  const parsed = (colour) => {
    const parts = colour.match(/[\d.]+/g).map(Number);
    return [parts[0], parts[1], parts[2], parts[3] ?? 1];
  };
  const over = (top, below) => [0, 1, 2].map((at) => top[at] * top[3] + below[at] * (1 - top[3])).concat(1);
  const light = ([r, g, b]) => [r, g, b].map((part) => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const ratio = (one, other) => {
    const [more, less] = [light(one), light(other)].sort((a, b) => b - a);
    return (more + 0.05) / (less + 0.05);
  };
  const grounds = new Map();
  const ground = (element) => {
    if (!element) return [255, 255, 255, 1];
    if (!grounds.has(element)) grounds.set(element, over(parsed(getComputedStyle(element).backgroundColor), ground(element.parentElement)));
    return grounds.get(element);
  };
  const behind = (text) => {
    const at = text.getBoundingClientRect(), x = at.left + at.width / 2, y = at.top + at.height / 2;
    const under = [...text.ownerSVGElement.querySelectorAll("rect")].filter((rect) => {
      const box = rect.getBoundingClientRect();
      return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
    });
    return under.length ? parsed(getComputedStyle(under.at(-1)).fill) : ground(text.ownerSVGElement);
  };
  for (const each of all) {
    const style = getComputedStyle(each);
    const inDrawing = each.matches("svg text");
    if (own(each).length && !each.closest("svg:not(.chart), option, [disabled]")) {
      const below = inDrawing ? behind(each) : ground(each);
      const found = ratio(over(parsed(inDrawing ? style.fill : style.color), below), below);
      const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
      if (found < (large ? 3 : 4.5)) say("contrast", each, found.toFixed(2));
    }
    if (each.matches("input:not([type=checkbox], [type=radio]), select, textarea, button:not(.plain), .button") && !each.disabled) {
      const outside = ground(each.parentElement);
      const edge = ratio(over(parsed(style.borderTopColor), outside), outside);
      const fill = ratio(ground(each), outside);
      if (Math.max(edge, fill) < 3) say("contrast of edge", each, edge.toFixed(2));
      if (each.placeholder) {
        const below = ground(each);
        const found = ratio(over(parsed(getComputedStyle(each, "::placeholder").color), below), below);
        if (found < 4.5) say("contrast of placeholder", each, found.toFixed(2));
      }
    }
  }

  // nothing sticks out, nothing is cut off
  const wide = document.documentElement;
  if (wide.scrollWidth > wide.clientWidth) faults.push(`page is ${wide.scrollWidth - wide.clientWidth} too wide`);
  for (const each of all.filter((one) => one.matches("svg.chart") && one.clientWidth < 200)) say("chart too small", each);
  const canvas = document.createElement("canvas").getContext("2d");
  for (const each of all.filter((one) => !one.closest("svg"))) {
    const style = getComputedStyle(each);
    const scrolls = /auto|scroll/.test(style.overflowX);
    if (each.matches("input:not([type=checkbox], [type=radio], [type=date], [type=month]), select")) {
      canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const said = each.matches("select") ? each.selectedOptions[0]?.textContent.trim() : each.value || each.placeholder;
      const room = each.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - (each.matches("select") ? 18 : each.matches("[type=search]") ? 16 : 0);
      if (said && canvas.measureText(said).width > room + 1) say("cut field", each, said);
    } else if (!scrolls && style.display !== "inline" && each.clientWidth && each.scrollWidth > each.clientWidth + 1) {
      if (style.overflowX === "visible" ? each.matches("th, td, button, .button, label, li, p, h1, h2, dd, legend, summary") : !each.closest("[title]")) {
        say("cut off", each, `${each.scrollWidth} > ${each.clientWidth}`);
      }
    }
  }

  // no text lies upon another
  const boxes = [];
  for (const each of all) {
    if (each.closest("svg:not(.chart), option, select, dialog, .send, .for-ear")) continue;
    if (window.scrollY && each.closest("thead")) continue; // a head that stays in sight covers rows
    let seen = { left: 0, top: -Infinity, right: Infinity, bottom: Infinity };
    for (let around = each; around; around = around.parentElement) {
      if (/visible|^$/.test(getComputedStyle(around).overflow) || getComputedStyle(around).display === "inline") continue;
      const box = around.getBoundingClientRect();
      if (around === document.documentElement || around === document.body) continue;
      seen = { left: Math.max(seen.left, box.left), top: Math.max(seen.top, box.top), right: Math.min(seen.right, box.right), bottom: Math.min(seen.bottom, box.bottom) };
    }
    for (const node of own(each)) {
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        const trim = box.height * 0.2;
        const kept = { left: Math.max(seen.left, box.left), top: Math.max(seen.top, box.top + trim), right: Math.min(seen.right, box.right), bottom: Math.min(seen.bottom, box.bottom - trim), of: each };
        if (kept.right - kept.left > 2 && kept.bottom - kept.top > 2) boxes.push(kept);
      }
    }
  }
  boxes.sort((one, other) => one.top - other.top);
  for (let at = 0; at < boxes.length; at += 1) {
    for (let next = at + 1; next < boxes.length && boxes[next].top < boxes[at].bottom - 1; next += 1) {
      const one = boxes[at], other = boxes[next];
      if (one.of !== other.of && Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2
          && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2) say("lies upon another", one.of, `“${other.of.textContent.trim().slice(0, 20)}”`);
    }
  }
  return [...new Set(faults)];
}
