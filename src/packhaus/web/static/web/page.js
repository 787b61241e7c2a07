// Menus, dialogs, toasts, bulk bars, copying. Pages work without any of it.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // One menu open at a time; a click elsewhere or Escape closes it and gives the focus back.
  document.addEventListener("click", (event) => {
    for (const menu of all("details.menu[open], details.drawer[open]")) {
      if (!menu.contains(event.target) || event.target.classList.contains("drawer-panel")) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    // A dialog is closed by the browser, which a menu under it must not keep from that.
    if (event.key !== "Escape" || document.querySelector("dialog:modal")) return;
    for (const menu of all("details.menu[open], details.drawer[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
      event.preventDefault();
    }
  });

  // A dialog gives the focus back to what had it: to the menu that it was chosen in, which is closed.
  const showModal = (dialog) => {
    for (const menu of all("details.menu[open]")) {
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
    dialog.showModal();
  };

  // A confirm is a <details> with a <dialog>: script turns it into a modal one.
  const openConfirm = (confirm) => {
    const dialog = confirm.querySelector("dialog");
    confirm.open = true;
    // Not close(): its event would come after the dialog is shown, and shut it.
    dialog.removeAttribute("open");
    showModal(dialog);
    dialog.querySelector("[autofocus]")?.focus();
  };
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    const summary = event.target.closest("details.confirm > summary");
    const confirm = opener ? document.getElementById(opener.dataset.opens) : summary?.parentElement;
    if (confirm?.matches("details.confirm")) {
      event.preventDefault();
      openConfirm(confirm);
    }
    const closer = event.target.closest("[data-closes]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
    const dismissed = event.target.closest("[data-dismiss]");
    if (dismissed) dismissed.closest("[data-toast]").remove();
  });
  document.addEventListener("close", (event) => {
    const confirm = event.target.closest?.("details.confirm");
    if (confirm) confirm.open = false;
  }, true);

  // Toasts go by themselves, but never under a pointer or the focus.
  const arm = (toast) => setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) arm(toast);
    else toast.remove();
  }, 1000 * Number(toast.dataset.toast));
  const armAll = (from) => all("[data-toast]", from).filter((toast) => !toast.dataset.armed).forEach((toast) => {
    toast.dataset.armed = "yes";
    arm(toast);
  });

  // The last thing done is taken back by Ctrl Z, as long as its toast stands.
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "z" || event.target.closest?.("input, textarea, select")) return;
    const undo = all("[data-undo]").at(-1);
    if (!undo) return;
    event.preventDefault();
    undo.click();
  });

  // "Add filter": what is typed narrows the fields and their values, the arrows walk through them, Enter chooses.
  const narrow = (panel) => {
    const sought = panel.querySelector("[data-narrow-text]").value.trim().toLocaleLowerCase(root.lang);
    let found = 0;
    for (const group of panel.querySelectorAll("fieldset, label.menu-group:not(.filter-find)")) {
      const name = (group.querySelector("legend, span")?.textContent ?? "").toLocaleLowerCase(root.lang);
      const values = all(".form-check", group);
      const fits = values.map((value) => value.textContent.toLocaleLowerCase(root.lang).includes(sought));
      const isNamed = name.includes(sought);
      values.forEach((value, place) => { value.hidden = !isNamed && !fits[place]; });
      group.hidden = !isNamed && !fits.includes(true);
      if (!group.hidden) found += 1;
    }
    panel.querySelector(".filter-none").hidden = found > 0;
  };
  const listShown = (panel) => all("input:not([data-narrow-text])", panel).filter((field) => !field.closest("[hidden]"));
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-narrow-text]")) narrow(event.target.closest("[data-narrow]"));
  });
  document.addEventListener("keydown", (event) => {
    const panel = event.target.closest?.("[data-narrow]");
    if (!panel) return;
    const isText = event.target.matches("[data-narrow-text]");
    const shown = listShown(panel);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (event.target.matches('[type="number"], [type="date"]')) return;
      const next = shown.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
      (shown[next] ?? panel.querySelector("[data-narrow-text]")).focus();
    } else if (event.key === "Enter" && isText) {
      if (shown[0]?.type === "checkbox") {
        shown[0].checked = true;
        shown[0].form.requestSubmit();
      } else shown[0]?.focus();
    } else return;
    event.preventDefault();
  });
  document.addEventListener("toggle", (event) => {
    const text = event.target.open && event.target.querySelector?.("[data-narrow-text]");
    if (!text) return;
    text.closest("label").hidden = false;
    text.focus();
  }, true);

  // Selected rows: the bar takes the place of the filter bar and says how many.
  const countSelected = () => {
    for (const bar of all("[data-bulk]")) {
      const boxes = all(`input[name="selected"][form="${bar.id}"]`);
      const checked = boxes.filter((box) => box.checked).length;
      const isWhole = checked === boxes.filter((box) => !box.disabled).length;
      bar.classList.toggle("is-on", checked > 0);
      bar.previousElementSibling?.classList.toggle("is-replaced", checked > 0);
      const every = bar.querySelector('[name="all_matching"]');
      if (every) {
        every.closest("label").hidden = !isWhole;
        if (!isWhole) every.checked = false;
      }
      const count = every?.checked ? Number(every.dataset.total) : checked;
      for (const label of all("[data-bulk-label]", bar)) {
        const words = label.dataset.bulkLabel.replace("{count}", count.toLocaleString(root.lang));
        (label.querySelector("span") ?? label).textContent = words;
      }
      for (const box of boxes) box.closest("tr")?.classList.toggle("is-selected", box.checked);
      for (const master of all(`[data-select-all="${bar.id}"]`)) {
        master.checked = checked > 0 && isWhole;
        master.indeterminate = checked > 0 && !isWhole;
      }
    }
  };
  document.addEventListener("change", (event) => {
    const master = event.target.closest("[data-select-all]");
    if (master) {
      for (const box of all(`input[name="selected"][form="${master.dataset.selectAll}"]`)) box.checked = master.checked && !box.disabled;
    }
    if (master || event.target.name === "selected" || event.target.name === "all_matching") countSelected();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.closest?.("[data-enter]")) return;
    event.preventDefault();
    event.target.closest(".bulk-value").querySelector("button").click();
  });
  document.addEventListener("reset", () => setTimeout(countSelected));

  // A row opens with a click anywhere that is not itself a control.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest("a, button, input, label, summary") || String(getSelection())) return;
    location.assign(row.dataset.href);
  });
  document.addEventListener("click", (event) => {
    const code = event.target.closest("[data-copy]");
    if (code && !code.closest("a")) navigator.clipboard?.writeText(code.textContent);
  });

  // A strip of views is wider than a phone: the one that is shown, or has the focus, stands in the window whole.
  const showTab = (tab) => {
    const strip = tab?.closest(".view-tabs");
    if (!strip) return;
    const edge = strip.getBoundingClientRect(), box = tab.getBoundingClientRect();
    strip.scrollLeft += Math.min(0, box.left - edge.left) + Math.max(0, box.right - edge.right);
  };
  const showCurrent = () => all(".view-tab.is-current").forEach(showTab);
  showCurrent();
  document.addEventListener("htmx:afterSwap", showCurrent);
  document.addEventListener("focusin", (event) => showTab(event.target.closest(".view-tab")));

  // A frame that holds the focus matches no :focus: only that the window lost it to the frame tells.
  const showFrame = () => all("iframe").forEach((frame) => frame.classList.toggle("has-focus", frame === document.activeElement));
  for (const name of ["blur", "focus"]) addEventListener(name, showFrame);
  document.addEventListener("focusin", showFrame);

  // A form is sent once: its button shows that it works and keeps its width.
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post" || event.target.hasAttribute("data-scan")) return;
    if (event.submitter?.hasAttribute("data-again")) return;
    event.submitter?.classList.add("is-working");
    setTimeout(() => event.submitter?.setAttribute("disabled", ""));
  });
  addEventListener("pageshow", () => all(".is-working").forEach((button) => {
    button.classList.remove("is-working");
    button.removeAttribute("disabled");
  }));

  const prepare = (from) => {
    armAll(from);
    countSelected();
    for (const part of all("[data-number-pad] [hidden]", from)) part.hidden = false;
    for (const form of all("form[data-continue]", from)) form.requestSubmit();
    for (const dialog of all("#page-dialog > dialog[data-modal]:not([open])")) {
      dialog.addEventListener("close", () => dialog.remove());
      showModal(dialog);
      // Not autofocus: a browser complains of it where the page has a focus already.
      dialog.querySelector("[data-first], [autofocus]")?.focus();
    }
  };
  document.addEventListener("DOMContentLoaded", () => prepare(document));
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
  document.addEventListener("click", (event) => {
    const key = event.target.closest("[data-number-pad] [data-key], [data-number-pad] [data-add]");
    if (!key) return;
    const field = key.closest("[data-number-pad]").querySelector("input");
    const old = field.value;
    if (key.dataset.add) field.value = Number(old) + Number(key.dataset.add);
    else if (key.dataset.key === "clear") field.value = "";
    else if (key.dataset.key === "back") field.value = old.slice(0, -1);
    else field.value = old === "0" ? key.dataset.key : old + key.dataset.key;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
