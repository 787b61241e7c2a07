// Letter shortcuts of the console, and a scanner's burst outside of any field.
(() => {
  const BURST_GAP = 35;
  const BURST_LENGTH = 6;
  const LETTER_WAIT = 60;
  const main = () => document.getElementById("main");
  const lettersOn = () => main()?.dataset.keys === "on";
  const inField = (target) => target.closest?.("input, textarea, select, [contenteditable], dialog[open]");
  const rows = () => [...document.querySelectorAll(".list-table tbody tr")];
  let burst = "", last = 0, waiting = 0, afterG = 0, lastSelected = -1;

  const currentRow = () => rows().findIndex((row) => row.classList.contains("is-current"));
  const moveRow = (step) => {
    const list = rows();
    if (!list.length) return;
    const now = currentRow();
    const next = Math.min(list.length - 1, Math.max(0, now < 0 ? 0 : now + step));
    list[now]?.classList.remove("is-current");
    list[next].classList.add("is-current");
    list[next].scrollIntoView({ block: "nearest" });
    list[next].querySelector("a")?.focus();
  };
  const openRow = (inTab) => {
    const link = rows()[currentRow()]?.querySelector("td:not(.cell-select) a, th a");
    if (!link) return;
    if (inTab) open(link.href, "_blank", "noopener");
    else link.click();
  };
  const selectRow = (range) => {
    const list = rows(), now = currentRow();
    const from = range && lastSelected >= 0 ? Math.min(lastSelected, now) : now;
    const to = range && lastSelected >= 0 ? Math.max(lastSelected, now) : now;
    for (let index = from; index >= 0 && index <= to; index += 1) {
      const box = list[index].querySelector('input[name="selected"]');
      if (!box) return;
      box.checked = range ? true : !box.checked;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
    lastSelected = now;
  };
  const click = (selector) => document.querySelector(selector)?.click();
  const focus = (selector) => document.querySelector(selector)?.focus();
  const ACTIONS = {
    "/": () => focus("#global-search"),
    "?": () => document.getElementById("keymap")?.showModal(),
    j: () => moveRow(1),
    k: () => moveRow(-1),
    o: () => openRow(true),
    x: () => selectRow(false),
    X: () => selectRow(true),
    a: () => click("[data-primary]"),
    f: () => focus("[data-filter], #filter-bar summary"),
    e: () => {
      click("[data-export]");
      focus(".filter-export[open] a");
    },
    n: () => focus("[data-note]"),
    "[": () => click("[data-previous]"),
    "]": () => click("[data-next]"),
  };
  // The rows of the list that one came from, so that [ and ] lead along them.
  const KEPT = "packhaus.list";
  const listed = () => [...document.querySelectorAll(".list-card tr[data-href]")].map((row) => row.dataset.href);
  const keepList = () => {
    if (listed().length) sessionStorage.setItem(KEPT, JSON.stringify({ url: location.href, rows: listed() }));
  };
  const showSiblings = () => {
    const strip = document.querySelector("[data-siblings]");
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    const place = kept?.rows.indexOf(location.pathname) ?? -1;
    if (!strip || place < 0) return;
    const lead = (selector, url) => {
      const link = strip.querySelector(selector);
      if (url) link.href = url;
      else link.remove();
    };
    lead("[data-previous]", kept.rows[place - 1]);
    lead("[data-next]", kept.rows[place + 1]);
    const back = document.querySelector("[data-back]");
    if (back && new URL(kept.url).pathname === new URL(back.href).pathname) back.href = kept.url;
    strip.hidden = false;
  };
  document.addEventListener("DOMContentLoaded", () => {
    keepList();
    showSiblings();
  });
  const go = (letter) => document.querySelector(`[data-go="${letter}"]`)?.click();
  const act = (key) => {
    if (Date.now() < afterG) {
      afterG = 0;
      go(key);
    } else if (key === "g") afterG = Date.now() + 1500;
    else ACTIONS[key]?.();
  };
  const scanned = (text) => {
    const search = document.querySelector(".frame-search");
    if (!search) return;
    search.querySelector("input").value = text;
    search.requestSubmit();
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "k") {
      event.preventDefault();
      focus("#global-search");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
    if (document.querySelector("[data-scan]")) return;
    // A capital of a scan, and Shift x, are one key: Shift itself is none.
    if (event.key === "Shift") return;
    const gap = event.timeStamp - last;
    last = event.timeStamp;
    if (event.key === "Enter") {
      const text = burst;
      burst = "";
      if (text.length >= BURST_LENGTH && gap < BURST_GAP) {
        event.preventDefault();
        scanned(text);
      } else if (lettersOn() && currentRow() >= 0 && event.target.closest("a, button") === null) openRow(false);
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (currentRow() >= 0 && lettersOn()) {
        event.preventDefault();
        moveRow(event.key === "ArrowDown" ? 1 : -1);
      }
      return;
    }
    if (event.key === "Escape") {
      burst = "";
      if (event.defaultPrevented) return;
      if (document.querySelector("[data-bulk].is-on")) click("[data-bulk].is-on [type=reset]");
      else if (lettersOn()) click("[data-back]");
      return;
    }
    if (event.key.length !== 1) return;
    burst = gap < BURST_GAP ? burst + event.key : event.key;
    clearTimeout(waiting);
    // The first letter of a scan must not navigate: it waits for the second.
    if (lettersOn() && burst.length === 1 && (event.key === "g" || afterG || event.key in ACTIONS)) {
      event.preventDefault();
      waiting = setTimeout(() => act(event.key), LETTER_WAIT);
    }
  });
})();
