// The floor without a network: the device knows the stops of the walk, or the steps of the task, keeps what is confirmed
// under its own ids, and sends it in order when the network is back; a reload loses nothing of it (worker.js). What is kept is grey and counted; green is only what the server answered.
// Three plans: the stops of a walk, a chain (a task of few scans, in their order), and rounds (a station where thing after thing is scanned).
(() => {
  const STORE = "packhaus-kept", TROUBLE = "packhaus-conflicts", PLACE = "packhaus-place", LEAST = 2000, MOST = 30000;
  const $ = (selector, from = document) => from.querySelector(selector);
  const read = (key) => JSON.parse(localStorage.getItem(key) ?? "[]");
  const write = (key, list) => localStorage.setItem(key, JSON.stringify(list));
  const person = () => document.body.dataset.person ?? "";
  const mine = (key) => read(key).filter((one) => one.person === person());
  const drop = (key, id) => write(key, read(key).filter((one) => one.id !== id));
  const word = (name, ...values) => values.reduce((text, value) => text.replace("%s", value), $("[data-strip]")?.dataset[name] ?? "");
  let isOffline = false, isSending = false, wait = LEAST, timer, step, open, isAhead = false, round, ticked;

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
  // A GS1 code says the number of the item in its first field; one that may name another lot is left to the server.
  const bare = (code) => code.replace(/^0+(?=\d+$)/, "");
  const readings = (code, lot) => {
    const text = code.replace(/^\](C1|d2|Q3|e0)/, ""), number = text.match(/^\(?01\)?(\d{14})/)?.[1];
    const plate = text.match(/^\(?00\)?(\d{18})$/)?.[1];
    return [bare(code), ...(number && (!lot || text.includes(lot)) ? [bare(number)] : []), ...(plate ? [bare(plate)] : [])];
  };
  const units = (stop, code) => {
    const meant = readings(code, stop.lot);
    return Number(stop.codes.find(([known]) => meant.includes(bare(known)))?.[1] ?? 0);
  };
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
  // What the page would show after a reload: it is kept as it came, the steps since then only here.
  const mark = (stepId) => {
    const left = isAhead ? open : ($("[data-open]")?.dataset.open ?? "").split(",").filter(Boolean).map(Number);
    write(PLACE, { person: person(), page: location.pathname, stepId, open: left ?? [] });
  };
  const paint = (told, stepId, expects, outcome, text) => {
    const body = $("#pick-step").content.cloneNode(true), form = $("[data-scan]");
    for (const part of body.querySelectorAll("[data-fill]")) part.textContent = told[part.dataset.fill] ?? "";
    $(".big-slot", body).hidden = !told.slot;
    $(".big-target", body).classList.toggle("is-long", (told.target ?? "").length > 9);
    if (stepId) {
      form.elements.step_id.value = stepId;
      $(".scan-expects", form).lastChild.textContent = expects;
    }
    form.hidden = !stepId;
    $("#floor-step").replaceChildren(body, form, ...document.querySelectorAll("#floor-step template"));
    isAhead = true;
    mark(stepId);
    band(outcome, text);
  };
  const draw = (known, outcome, text) => {
    const stop = find(known, step?.id), words = known.words;
    const told = stop
      ? { count: `${stop.order}`, verb: words[step.state][0], target: { bin: stop.place, quantity: stop.tote }[step.state] ?? "", slot: step.state === "tote" ? String(stop.slot) : "", quantity: `${stop.left}${step.state === "tote" ? " ×" : ""}`, name: stop.name, context: `${step.state === "bin" ? "" : `${stop.place} · `}${stop.sku} · ${stop.tote}` }
      : { verb: open?.length ? "" : words.end, context: word("waits", mine(STORE).length) };
    paint(told, stop ? `${step.id}.${step.state}.${step.counted}.${step.skipped}` : "", stop && words[step.state][1], outcome, text);
  };
  const keep = (entry) => { write(STORE, [...read(STORE), { person: person(), at: new Date().toISOString(), ...entry }]); show(); };
  // Where the device knows no plan it keeps the one scan that is under way; what comes after it only the server knows.
  const keepRaw = (code, id) => {
    const form = $("[data-scan]");
    // Where each scan stands alone, such as parcels onto a truck, all of them are kept.
    if (!form || form.hidden || (mine(STORE).length && !("alone" in form.dataset))) return band("kept", word("waits", mine(STORE).length));
    const fields = Object.fromEntries(new FormData(form));
    keep({ id, url: form.action, fields: { ...fields, scan: code, client_id: id } });
    band("kept", word("stored"));
  };
  // A task of few steps: each is one scan, and the last one books.
  const takeStep = (known, code, id) => {
    const form = $("[data-scan]"), at = known.chain.findIndex((one) => one.id === form?.elements.step_id.value);
    if (!form || form.hidden || at < 0) return keepRaw(code, id);
    const { codes, lot } = known.chain[at], meant = readings(code.toUpperCase(), lot);
    if (!codes.some((one) => meant.includes(bare(one.toUpperCase())))) return band("wrong", `${word("read")} ${code} · ${word("needed")} ${codes[0]}`);
    const next = known.chain[at + 1];
    if (next) return paint(next, next.id, next.expects, "kept", next.target);
    keep({ id, url: form.action, thing: known.key, fields: { ...Object.fromEntries(new FormData(form)), scan: code, client_id: id } });
    if (known.things) return rest(known, word("stored"));
    paint({ verb: known.end, context: word("waits", mine(STORE).length) }, "", "", "kept", word("stored"));
  };
  // Rounds: a scan names a thing, then how many or one more scan, and that is kept. A thing that only ticks (a bench) is kept by the page itself.
  const count = (text = "") => Object.fromEntries(text.split("~")[0].split("-").filter(Boolean).map((part) => part.split(".")).map(([line, units]) => [line, Number(units)]));
  const done = (thing) => thing.tick ? count(ticked ?? $("[data-scan]")?.elements.step_id.value)[thing.tick] ?? 0 : mine(STORE).filter((one) => one.thing === thing.key).length;
  const isLeft = (thing) => thing.left === null || done(thing) < thing.left;
  const rest = (known, text) => {
    const isOver = !known.other && !known.things.some(isLeft), kept = mine(STORE).length;
    round = null;
    paint({ verb: isOver ? known.end : known.verb, context: kept ? word(isOver ? "waits" : "kept", kept) : "" }, isOver ? "" : ticked ?? "round", known.expects, "kept", text);
  };
  const look = (known, code) => {
    for (const thing of known.things) {
      const meant = readings(code.toUpperCase(), thing.lot), found = thing.codes.find(([one]) => meant.includes(bare(one.toUpperCase())));
      if (found && isLeft(thing)) return [thing, Number(found[1])];
    }
    const gate = known.things.find((thing) => thing.key === known.gate);
    return known.other && (!gate || done(gate)) ? [known.other, 1] : [];
  };
  const tick = (thing, units) => {
    const [first, ...cuts] = (ticked ?? $("[data-scan]").elements.step_id.value).split("~"), seen = count(first);
    const after = (seen[thing.tick] ?? 0) + units;
    if (after > thing.left) return band("wrong", `${after} / ${thing.left} × ${thing.name}`);
    ticked = [Object.entries({ ...seen, [thing.tick]: after }).map((pair) => pair.join(".")).join("-"), ...cuts].join("~");
    rest(plan(), `${after} / ${thing.left} × ${thing.name}`);
  };
  const end = (known, more, id, units) => {
    const { thing, code } = round, target = thing.after ? more.scan : "";
    const told = `${units ? `${units} × ` : ""}${thing.name || code}${target ? ` → ${target}` : ""}`;
    keep({ id, url: thing.url.replace("CODE", encodeURIComponent(code)), thing: thing.key, told, fields: { ...thing.fields, code, ...more, client_id: id } });
    rest(known, word("stored"));
    if (!isOffline) retry();
  };
  const ask = (known) => {
    const { thing, code, units } = round, body = $("#keep-quantity").content.cloneNode(true), form = $("form", body), scanned = $("[data-scan]");
    for (const part of body.querySelectorAll("[data-number-pad] [hidden]")) part.hidden = false;
    $("[data-fill=name]", body).textContent = thing.name || code;
    $("[data-fill=detail]", body).textContent = thing.detail;
    // What a GS1 code says of lot, day and serial number the server reads from it.
    const says = /^\]|[()\x1d]|^0[12]\d{14}./.test(code);
    for (const label of body.querySelectorAll("[data-ask]")) {
      label.hidden = !thing.asks.includes(label.dataset.ask);
      $("input", label).required = !label.hidden && !says;
      $("input", label).disabled = label.hidden;
    }
    form.elements.quantity.value = units > 1 || thing.asks.includes("serial") ? units : "";
    scanned.elements.step_id.value = "round";
    $("#floor-step").replaceChildren(body, scanned, ...document.querySelectorAll("#floor-step template"));
    isAhead = true;
    band("kept", thing.name || code);
  };
  const takeRound = (known, code, id) => {
    const held = isAhead ? undefined : known.things.find((thing) => thing.key === known.now);
    if (held?.after) round ??= { thing: held, code };
    if (round?.thing?.after) {
      const { codes, target } = round.thing.after;
      if (codes.length && !codes.some((one) => one.toUpperCase() === code.toUpperCase())) return band("wrong", `${word("read")} ${code} · ${word("needed")} ${target}`);
      return end(known, { scan: code }, id);
    }
    const [thing, units] = look(known, code), field = $("#floor-step form[data-keep]")?.elements.quantity;
    if (!thing) return known.end && !known.other && !known.things.some(isLeft) ? band("kept", known.end) : band("wrong", word("unknown", code));
    if (field && (round ? thing.key === round.thing.key && (thing.key || code === round.code) : thing.key === known.now)) {
      field.value = Number(field.value || 0) + units;
      return band("kept", `${field.value} × ${thing.name || code}`);
    }
    if (field && (round || Number(field.value) > 1)) return band("wrong", word("first", round ? round.thing.name || round.code : $("#floor-step form[data-keep]").dataset.keep));
    if (thing.tick) return tick(thing, units);
    round = { thing, code, units };
    if (thing.asks.length) return ask(known);
    if (thing.after) return paint({ ...thing.after, target: thing.after.target || code, name: thing.name }, "round", thing.after.expects, "kept", thing.after.target || thing.name || code);
    end(known, { scan: code }, id);
  };
  const keepForm = (form) => {
    const known = plan(), fields = Object.fromEntries(new FormData(form));
    if (round) return end(known, fields, crypto.randomUUID(), fields.quantity);
    keep({ id: fields.client_id, url: form.action, thing: form.dataset.thing, told: `${fields.quantity} × ${form.dataset.keep}`, fields });
    if (known?.things) rest(known, word("stored"));
    else band("kept", word("stored"));
  };
  const take = (code, id) => {
    const known = plan(), at = known?.chain?.findIndex((one) => one.id === $("[data-scan]")?.elements.step_id.value) ?? -1;
    if (known?.things && at < 0) return takeRound(known, code, id);
    if (known?.chain) return takeStep(known, code, id);
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
    if (known.empties?.includes(stop.place) && !open.some((one) => find(known, one)?.place === stop.place)) return lookInto(known, stop);
    draw(known, "kept", word("stored"));
  };
  // The last units of a bin by the record: is it empty? Nobody has to answer.
  const lookInto = (known, stop) => {
    const body = $("#keep-empty").content.cloneNode(true), form = $("[data-scan]"), after = step;
    for (const part of body.querySelectorAll("[data-number-pad] [hidden]")) part.hidden = false;
    $(".big-target", body).textContent = stop.place;
    $("[data-fill=name]", body).textContent = stop.name;
    const goOn = (text) => { step = after; form.hidden = false; draw(known, "kept", text); };
    for (const answered of body.querySelectorAll("form")) {
      answered.addEventListener("submit", (event) => {
        event.preventDefault();
        const id = crypto.randomUUID(), fields = Object.fromEntries(new FormData(answered));
        keep({ id, url: known.emptyUrl.replace("/0/", `/${stop.id}/`), told: stop.place, fields: { ...fields, client_id: id } });
        goOn(word("stored"));
        if (!isOffline) retry();
      });
    }
    $("[data-unseen]", body).addEventListener("click", () => goOn(stop.place));
    form.hidden = true;
    $("#floor-step").replaceChildren(body, form, ...document.querySelectorAll("#floor-step template"));
    isAhead = true;
    band("kept", word("stored"));
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
    const found = new DOMParser().parseFromString(text, "text/html");
    if (answer.ok && (answer.headers.get("HX-Redirect") || found.querySelector(".band-right, .band-next, .band-done"))) return "";
    // Only a green or blue answer says that it is booked: a question or another task's page says that it is not.
    return [".floor-error", ".band-text", ".holder-what", ".big-verb", "h1"].map((one) => found.querySelector(one)?.textContent.trim()).find(Boolean)?.slice(0, 200) ?? "?";
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
        const was = entry.told ? `${word("was", new Date(entry.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }), entry.told)} ` : "";
        if (conflict) write(TROUBLE, [...read(TROUBLE), { id: entry.id, person: entry.person, at: entry.at, text: was + conflict }]);
        drop(STORE, entry.id);
        sent += 1;
        show();
      }
      if (sent) await report();
      if (wasOffline || sent) refresh(sent);
    } catch {
      isSending = false;
      lose();
    } finally {
      isSending = false;
      show();
    }
  };
  const refresh = (sent) => {
    const known = plan();
    if (known?.things && !isAhead && !sent) return;
    if (round || mine(STORE).length || $("#floor-step [data-look]")) return;
    if (known?.things && ticked) {
      htmx.ajax("GET", `${known.page}?${new URLSearchParams({ seen: ticked })}`, { target: "#floor-step", swap: "outerHTML" });
      isAhead = false;
      ticked = undefined;
      return;
    }
    const at = step && isAhead && known?.stops ? `?step=${step.id}.${step.state}.${step.counted}.${step.skipped}` : "";
    isAhead = false;
    if (known) htmx.ajax("GET", `${known.page}${at}`, { target: "#floor-step", swap: "outerHTML" });
    else location.reload();
  };

  document.addEventListener("floor:scan", (event) => {
    if (!isOffline && !mine(STORE).length && !round) return;
    event.preventDefault();
    take(event.detail.code, event.detail.id);
  });
  document.addEventListener("floor:unanswered", (event) => { lose(); take(event.detail.code, event.detail.id); });
  document.addEventListener("htmx:sendError", lose);
  // A form that says how many is kept like a scan.
  document.addEventListener("htmx:afterRequest", ({ detail }) => { if (detail.elt.matches?.("form[data-keep]") && !detail.xhr.status) { lose(); keepForm(detail.elt); } });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-keep]") || !(isOffline || round || mine(STORE).length)) return;
    event.preventDefault();
    event.stopPropagation();
    keepForm(event.target);
  }, true);
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
  document.addEventListener("submit", (event) => { if (!event.target.matches("[data-scan], [data-keep], [data-look]")) hold(event, event.target); }, true);
  document.addEventListener("click", (event) => {
    const { id } = event.target.dataset ?? {};
    if (event.target.closest?.("[data-round-back]")) rest(plan(), word("stored"));
    if (event.target.closest?.("[data-put-back]")) drop(TROUBLE, id);
    else if (event.target.closest?.("[data-call]")) write(TROUBLE, read(TROUBLE).map((one) => (one.id === id ? { ...one, isCalled: true } : one)));
    else return;
    show();
    report().catch(lose);
  });
  // The page came from the device itself: go on where its person was.
  const restore = () => {
    lose();
    const known = plan(), place = read(PLACE);
    if (!known || place.person !== person() || place.page !== location.pathname) return;
    open = place.open;
    if (known.things && !known.chain?.some((one) => one.id === place.stepId)) return mine(STORE).length ? rest(known, word("stored")) : undefined;
    const at = known.chain?.find((one) => one.id === place.stepId);
    if (at) return paint(at, at.id, at.expects, "kept", at.target);
    if (known.chain) return paint({ verb: known.end, context: word("waits", mine(STORE).length) }, "", "", "kept", word("stored"));
    const [id, state, counted, skipped] = place.stepId.split(".");
    step = place.stepId ? { id: Number(id), state, counted: Number(counted), skipped: skipped ?? "" } : null;
    draw(known, "kept", word("stored"));
  };
  const register = async () => {
    const script = $("[data-strip]")?.dataset.worker;
    if (!script || !navigator.serviceWorker) return;
    // Nobody is shown what the person before was.
    const isOther = localStorage.getItem("packhaus-person") !== person();
    localStorage.setItem("packhaus-person", person());
    await navigator.serviceWorker.register(script);
    const { active } = await navigator.serviceWorker.ready;
    if (isOther) active.postMessage("forget");
    // The first page of a device was not the worker's; it is fetched once more, to be there when the network is not.
    if (person() && !("keptPage" in document.body.dataset)) active.postMessage({ keep: location.href, files: [...document.querySelectorAll("script[src], link[rel=stylesheet]")].map((one) => one.src || one.href) });
  };
  document.addEventListener("htmx:afterSettle", () => { const form = $("[data-scan]"); if (form && !isOffline && plan()) mark(form.elements.step_id.value); });
  document.addEventListener("DOMContentLoaded", () => {
    const isKept = "keptPage" in document.body.dataset;
    if (isKept) restore();
    else if (plan() && $("[data-scan]")) mark($("[data-scan]").elements.step_id.value);
    show();
    if (!isKept && mine(STORE).length) retry();
    register().catch(() => undefined);
  });
})();
