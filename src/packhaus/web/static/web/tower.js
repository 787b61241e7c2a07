// The tower's refresh: figures that changed are underlined for a second; three failures in a row say so and turn grey.
(() => {
  const PATIENCE = 3;
  let failures = 0, before = new Map();
  const live = () => document.getElementById("tower-live");
  const read = () => new Map([...document.querySelectorAll("#tower-live .stat-card")].map(
    (card) => [card.querySelector(".stat-label").textContent, card.querySelector(".stat-value").textContent],
  ));
  const isOurs = (event) => event.detail.elt === live() || event.detail.requestConfig?.elt?.id === "tower-live";
  const fail = (event) => {
    if (!isOurs(event) || ++failures < PATIENCE) return;
    live().classList.add("is-stale");
    live().querySelector("[data-stale]").hidden = false;
  };
  document.addEventListener("htmx:sendError", fail);
  document.addEventListener("htmx:responseError", fail);
  document.addEventListener("htmx:timeout", fail);
  document.addEventListener("htmx:beforeSwap", (event) => { if (isOurs(event)) before = read(); });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!isOurs(event) || !event.detail.successful) return;
    failures = 0;
    live().classList.remove("is-stale");
    live().querySelector("[data-stale]").hidden = true;
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const card of document.querySelectorAll("#tower-live .stat-card")) {
      const old = before.get(card.querySelector(".stat-label").textContent);
      const value = card.querySelector(".stat-value");
      if (old === undefined || old === value.textContent) continue;
      value.classList.add("is-changed");
      setTimeout(() => value.classList.remove("is-changed"), 1000);
    }
    before = new Map();
  });
})();
