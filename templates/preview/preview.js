// Loads the page again when the source was saved: at the same height, with the panel as it was. Without it, the page
// reads the same and its reader loads it again.
(() => {
  "use strict";
  const own = document.currentScript;
  const shown = own.dataset.state;
  const events = new URL("events", own.src);
  const place = "meent-preview:" + location.pathname;
  const all = (name) => document.querySelectorAll("[data-preview-" + name + "]");
  const panel = () => document.querySelector("#meent-preview details");

  function keep() {
    const open = [...document.querySelectorAll("details")].map((part) => part.open);
    try {
      sessionStorage.setItem(place, JSON.stringify({ x: scrollX, y: scrollY, open }));
    } catch { /* without storage it begins at the top */ }
  }

  function restore() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(place));
      sessionStorage.removeItem(place);
    } catch { /* nothing is kept */ }
    if (!kept) return;
    const parts = [...document.querySelectorAll("details")];
    // A page with other parts than before: only the panel, which is the last one, is surely the same.
    if (parts.length === kept.open.length) parts.forEach((part, i) => { part.open = kept.open[i]; });
    else if (panel()) panel().open = kept.open[kept.open.length - 1];
    scrollTo(kept.x, kept.y);
  }

  for (const part of all("loaded")) {
    part.querySelector("time").textContent = new Date().toLocaleTimeString(part.closest("[lang]").lang);
    part.hidden = false;
  }
  restore();

  // A browser grants few connections to one server, so only a page that is seen holds one.
  let stream = null;
  let again = 0;
  function connected(is) {
    for (const part of all("lost")) part.hidden = is;
  }
  function listen() {
    clearTimeout(again);
    if (stream || document.hidden) return;
    stream = new EventSource(events);
    stream.addEventListener("state", (event) => {
      connected(true);
      if (event.data === shown) return;
      leave();
      keep();
      location.reload();
    });
    stream.addEventListener("error", () => {
      connected(false);
      // The browser itself tries again, unless it was refused.
      if (stream && stream.readyState === EventSource.CLOSED) {
        leave();
        again = setTimeout(listen, 2000);
      }
    });
  }
  function leave() {
    if (stream) stream.close();
    stream = null;
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", listen);
  listen();
})();
