// The floor without a network: the device knows the stops of the walk, keeps what is confirmed under its own ids, and
// sends it in order when the network is back. What is kept is grey and counted; green is only what the server answered.
(() => {
  const STORE = "packhaus-kept", TROUBLE = "packhaus-conflicts", LEAST = 2000, MOST = 30000;
  const $ = (selector, from = document) => from.querySelector(selector);
  const read = (key) => JSON.parse(localStorage.getItem(key) ?? "[]");
  const write = (key, list) => localStorage.setItem(key, JSON.stringify(list));
  const person = () => document.body.dataset.person ?? "";
  const mine = (key) => read(key).filter((one) => one.person === person());
  const drop = (key, id) => write(key, read(key).filter((one) => one.id !== id));
  const word = (name, ...values) => values.reduce((text, value) => text.replace("%s", value), $("[data-strip]")?.dataset[name] ?? "");
  let isOffline = false, isSending = false, wait = LEAST, timer, step, open, isAhead = false;

  const show = () => {
    const strip = $("[data-strip]");
    if (!strip) return;
    const kept = mine(STORE).length, trouble = mine(TROUBLE).length;
    strip.hidden = !isOffline && !kept && !trouble;
    strip.textContent = isOffline ? word("offline", kept) : isSending && kept ? word("sending", kept) : trouble ? word("trouble", trouble) : kept ? word("kept", kept) : word("online");
    const box = $("[data-conflicts]"), card = $("#conflict-card");
    if (!box || !card) return;
    box.replaceChildren(...mine(TROUBLE).map((one) => {
      const drawn = card.content.cloneNode(true);
      $("[data-fill=text]", drawn).textContent = one.text;
      for (const button of drawn.querySelectorAll("button")) button.dataset.id = one.id;
      $("[data-call]", drawn).disabled = Boolean(one.isCalled);
      return drawn;
    }));
  };
  const band = (outcome, text) => {
    $("#floor-step [data-band]")?.remove();
    const drawn = $("#kept-band").content.firstElementChild.cloneNode(true);
    drawn.dataset.band = outcome;
    drawn.className = `band band-${outcome}`;
    $("[data-fill=text]", drawn).textContent = text;
    $("#floor-step").prepend(drawn);
    document.dispatchEvent(new CustomEvent("floor:band", { detail: drawn }));
  };

  // The walk as the page brought it; `open` are the stops that wait, in the order of the walk.
  const plan = () => JSON.parse($("#pick-plan")?.dataset.plan ?? "null");
  const find = (known, id) => known.stops.find((stop) => stop.id === id);
  const units = (stop, code) => Number(stop.codes.find(([known]) => known === code)?.[1] ?? 0);
  const begin = () => {
    const field = $("[data-scan] [name=step_id]"), left = $("[data-open]");
    const [id, state, counted, skipped] = (field?.value ?? "").split(".");
    step = { id: Number(id), state, counted: Number(counted), skipped: skipped ?? "" };
    open = (left?.dataset.open ?? "").split(",").filter(Boolean).map(Number);
  };
  const judge = (known, stop, code) => {
    const text = code.toUpperCase();
    if (step.state === "bin") return text === stop.place.toUpperCase() ? { ...step, state: "item" } : null;
    const count = units(stop, code);
    if (count) {
      const counted = step.counted + count;
      if (step.state === "tote" || counted > stop.left) return null;
      return { ...step, counted, state: counted === stop.left ? "tote" : "quantity" };
    }
    if (step.state === "item" || text !== stop.tote.toUpperCase() || (step.state === "quantity" && (known.countsEach || step.counted > 1))) return null;
    return "confirmed";
  };
  const needed = (stop) => ({ bin: stop.place, item: `${stop.name} ${stop.sku}`, quantity: stop.tote, tote: stop.tote })[step.state];
  const draw = (known, outcome, text) => {
    const stop = find(known, step?.id), body = $("#pick-step").content.cloneNode(true), words = known.words;
    const told = stop
      ? { count: `${stop.order}`, verb: words[step.state][0], target: { bin: stop.place, item: stop.place, quantity: stop.tote, tote: String(stop.slot) }[step.state], quantity: String(stop.left), name: stop.name, context: `${stop.sku} · ${stop.tote}` }
      : { verb: words.end, context: word("waits", mine(STORE).length) };
    for (const part of body.querySelectorAll("[data-fill]")) part.textContent = told[part.dataset.fill] ?? "";
    const form = $("[data-scan]");
    if (stop) {
      form.elements.step_id.value = `${step.id}.${step.state}.${step.counted}.${step.skipped}`;
      $(".scan-expects", form).lastChild.textContent = words[step.state][1];
    }
    form.hidden = !stop;
    $("#floor-step").replaceChildren(body, form);
    band(outcome, text);
    isAhead = true;
  };
  const keep = (entry) => { write(STORE, [...read(STORE), { person: person(), at: new Date().toISOString(), ...entry }]); show(); };
  // Where the device knows no plan it keeps the one scan that is under way; what comes after it only the server knows.
  const keepRaw = (code, id) => {
    const form = $("[data-scan]");
    if (!form || mine(STORE).length) return band("kept", word("waits", mine(STORE).length));
    const fields = Object.fromEntries(new FormData(form));
    keep({ id, url: form.action, fields: { ...fields, scan: code, client_id: id } });
    band("kept", word("stored"));
  };
  const take = (code, id) => {
    const known = plan();
    if (!known || !$("[data-open]") && !isAhead) return keepRaw(code, id);
    if (!isAhead) begin();
    const stop = find(known, step?.id);
    if (!stop) return band("kept", word("waits", mine(STORE).length));
    const result = judge(known, stop, code);
    if (!result) return band("wrong", `${word("read")} ${code} · ${word("needed")} ${needed(stop)}`);
    if (result !== "confirmed") {
      step = result;
      return draw(known, "kept", stop.place);
    }
    keep({ id, url: known.url, fields: { client_id: id, task_id: stop.id, quantity: stop.left, at: new Date().toISOString() } });
    open = open.filter((one) => one !== stop.id);
    const next = find(known, open[0]);
    step = next ? { id: next.id, state: known.isItemOnly || next.place === stop.place ? "item" : "bin", counted: 0, skipped: step.skipped } : null;
    draw(known, "kept", word("stored"));
  };

  const lose = () => {
    if (!isOffline) wait = LEAST;
    isOffline = true;
    show();
    clearTimeout(timer);
    timer = setTimeout(retry, wait);
    wait = Math.min(wait * 1.6, MOST);
  };
  const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const post = (url, fields) => fetch(url, {
    method: "POST",
    headers: { "X-CSRFToken": token(), "HX-Request": "true", "X-Kept": "1" },
    body: new URLSearchParams(fields),
    signal: AbortSignal.timeout(8000),
  });
  const report = () => {
    const waiting = [...mine(STORE), ...mine(TROUBLE)];
    return post($("[data-strip]").dataset.report, { kept: waiting.length, since: waiting[0]?.at ?? "" });
  };
  const settle = async (entry, answer) => {
    const text = await answer.text();
    if (answer.headers.get("Content-Type")?.includes("json")) {
      const told = JSON.parse(text);
      return told.outcome === "conflict" ? told.text : "";
    }
    if (answer.ok) return "";
    const found = new DOMParser().parseFromString(text, "text/html");
    return (found.querySelector(".band-text, .holder-what") ?? found.body).textContent.trim().slice(0, 200);
  };
  // One after the other, and a scan is forgotten only when the server has answered it.
  const retry = async () => {
    if (isSending || !person()) return;
    isSending = true;
    clearTimeout(timer);
    try {
      if (isOffline) await report();
      const wasOffline = isOffline;
      isOffline = false;
      show();
      let sent = 0;
      for (const entry of mine(STORE)) {
        const answer = await post(entry.url, entry.fields);
        if (answer.status >= 500) throw new Error("busy");
        // Somebody has to sign in again first; the scan waits for its person.
        if (answer.headers.get("HX-Redirect")?.includes("sign-in") || answer.redirected || answer.status === 403) {
          location.reload();
          return;
        }
        const conflict = await settle(entry, answer);
        if (conflict) write(TROUBLE, [...read(TROUBLE), { id: entry.id, person: entry.person, at: entry.at, text: conflict }]);
        drop(STORE, entry.id);
        sent += 1;
        show();
      }
      if (sent) await report();
      if (wasOffline || sent) refresh();
    } catch {
      isSending = false;
      lose();
    } finally {
      isSending = false;
      show();
    }
  };
  const refresh = () => {
    const known = plan(), at = step && isAhead ? `?step=${step.id}.${step.state}.${step.counted}.${step.skipped}` : "";
    isAhead = false;
    if (known) htmx.ajax("GET", `${known.page}${at}`, { target: "#floor-step", swap: "outerHTML" });
    else location.reload();
  };

  document.addEventListener("floor:scan", (event) => {
    if (!isOffline && !mine(STORE).length) return;
    event.preventDefault();
    take(event.detail.code, event.detail.id);
  });
  document.addEventListener("floor:unanswered", (event) => { lose(); take(event.detail.code, event.detail.id); });
  document.addEventListener("htmx:sendError", lose);
  document.addEventListener("htmx:timeout", lose);
  addEventListener("offline", lose);
  addEventListener("online", retry);
  // What needs the server waits for it; nobody signs out while something is kept.
  const hold = (event, element) => {
    const kept = mine(STORE).length;
    if (!element || !(isOffline || (kept && element.closest("[data-needs-network]")))) return;
    event.preventDefault();
    event.stopPropagation();
    band("kept", word("waits", kept));
  };
  document.addEventListener("click", (event) => hold(event, event.target.closest?.("a[href]")), true);
  document.addEventListener("submit", (event) => { if (!event.target.matches("[data-scan]")) hold(event, event.target); }, true);
  document.addEventListener("click", (event) => {
    const { id } = event.target.dataset ?? {};
    if (event.target.closest?.("[data-put-back]")) drop(TROUBLE, id);
    else if (event.target.closest?.("[data-call]")) write(TROUBLE, read(TROUBLE).map((one) => (one.id === id ? { ...one, isCalled: true } : one)));
    else return;
    show();
    report().catch(lose);
  });
  document.addEventListener("DOMContentLoaded", () => { show(); if (mine(STORE).length) retry(); });
})();
