// The page of a report: brings the chosen figure into the middle of the picture, and shows the whole page on demand.
"use strict";

const room = document.querySelector(".picture-room");

function centre() {
  const box = room.querySelector("rect");
  if (!box || !room.classList.contains("near")) return;
  const shown = box.getBoundingClientRect();
  const around = room.getBoundingClientRect();
  room.scrollLeft += shown.left + shown.width / 2 - (around.left + around.width / 2);
  room.scrollTop += shown.top + shown.height / 2 - (around.top + around.height / 2);
}

if (room) {
  const picture = room.querySelector("img");
  if (picture.complete) centre();
  picture.addEventListener("load", centre);
  const button = document.querySelector("[data-nearer]");
  if (button) {
    button.addEventListener("click", () => {
      const near = room.classList.toggle("near");
      button.setAttribute("aria-pressed", String(!near));
      centre();
    });
  }
}
