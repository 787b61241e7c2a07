// Fires tick3, tick15 and tick60 on body while the tab is seen and nobody points into a part that refreshes.
// htmx: hx-trigger="tick15 from:body". A part with data-paused, or data-hold while pointer or focus is inside, waits.
(() => {
  const busy = () => document.querySelector("[data-hold]:hover, [data-hold]:focus-within, [data-paused]");
  const fire = (name) => {
    if (!document.hidden && !busy()) document.body.dispatchEvent(new CustomEvent(name));
  };
  setInterval(() => fire("tick3"), 3000);
  setInterval(() => fire("tick15"), 15000);
  setInterval(() => fire("tick60"), 60000);
})();
