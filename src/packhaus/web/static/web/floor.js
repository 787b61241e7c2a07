// The scanner on a floor page: read on the document, sent in order, answered with band, sound and vibration.
(() => {
  const GAP = 100;
  const QUEUE = 3;
  const TONES = {
    right: [[1700, 80]],
    next: [[1200, 80], [1700, 80]],
    done: [[1200, 80], [1500, 80], [1900, 120]],
    wrong: [[220, 350], [220, 350]],
    careful: [[660, 250]],
    kept: [[880, 40]],
  };
  const VIBRATION = { right: 40, next: [40, 40, 40], done: 200, wrong: [200, 100, 200], careful: 120, kept: 0 };
  // How long a band that needs no answer stays; the others stay until the next scan.
  const STAYS = { right: 400, next: 400, kept: 400, done: 1000 };
  let audio, isTouched = false, text = "", last = 0, inFlight = false;
  const queue = [];

  const play = (outcome) => {
    // Made only now: it takes longer than the keys of a scan are apart, and the scan would lose its first ones.
    if (isTouched) audio ??= new AudioContext();
    if (!audio || localStorage.getItem("packhaus-mute") === "yes") return;
    let at = audio.currentTime;
    for (const [frequency, milliseconds] of TONES[outcome] ?? []) {
      const tone = audio.createOscillator(), volume = audio.createGain();
      tone.frequency.value = frequency;
      volume.gain.value = Number(localStorage.getItem("packhaus-volume") ?? 3) / 10;
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      at += milliseconds / 1000;
      tone.stop(at);
      at += 0.06;
    }
  };
  const signal = (from) => {
    const band = from.matches?.("[data-band]") ? from : from.querySelector?.("[data-band]");
    if (!band || band.dataset.told) return;
    band.dataset.told = "yes";
    play(band.dataset.band);
    const stays = STAYS[band.dataset.band];
    if (stays) setTimeout(() => band.classList.add("is-over"), stays);
    else band.scrollIntoView({ block: "nearest" });
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(VIBRATION[band.dataset.band] ?? 0);
  };
  const send = () => {
    const form = document.querySelector("[data-scan]");
    if (!form || inFlight || !queue.length) return;
    const code = queue.shift(), id = crypto.randomUUID();
    // Without a network the device keeps it: offline.js.
    if (!document.dispatchEvent(new CustomEvent("floor:scan", { cancelable: true, detail: { code, id } }))) return send();
    inFlight = true;
    form.elements.scan.value = code;
    form.elements.client_id.value = id;
    form.querySelector("[data-scan-read]").textContent = isBadge(code) ? "–" : code;
    form.requestSubmit();
  };
  // A badge's code is shown nowhere.
  const isBadge = (code) => /^PHB[0-9A-Z]{20}$/i.test(code);
  // A page that asks for an answer takes no scan: it says so, and nothing waits to be sent from the page after it.
  const refuse = () => {
    for (const old of document.querySelectorAll("#floor-step [data-band]")) old.remove();
    tell("[data-no-scan]");
  };
  const tell = (template) => {
    const step = document.querySelector("#floor-step"), words = document.querySelector(template);
    if (!step || !words) return;
    step.prepend(words.content.cloneNode(true));
    signal(step);
  };
  // What came too fast is lost, and that is said at once and once more when the last answer has come.
  let isLost = false;
  const scanned = (code) => {
    if (!document.querySelector("[data-scan]")) return refuse();
    if (queue.length < QUEUE) queue.push(code);
    else if (!isLost) {
      isLost = true;
      tell("[data-too-fast]");
    }
    send();
  };

  // Browsers let sound start only after a touch or key.
  for (const name of ["pointerdown", "keydown"]) {
    addEventListener(name, () => { isTouched = true; }, { once: true });
  }
  document.addEventListener("keydown", (event) => {
    // The separator of GS1 codes comes as Ctrl+].
    if (event.ctrlKey && event.key === "]" && text && event.timeStamp - last <= GAP) {
      event.preventDefault();
      last = event.timeStamp;
      text += "\x1d";
      return;
    }
    if (event.target.closest?.("input, textarea, select, dialog[open]") || event.ctrlKey || event.metaKey) return;
    if (event.timeStamp - last > GAP) text = "";
    last = event.timeStamp;
    if (event.key === "Enter" && text.trim()) {
      event.preventDefault();
      scanned(text);
      text = "";
    } else if (event.key.length === 1) text += event.key;
  });
  // Whoever types instead of scanning stays in the field, from one step to the next.
  let isTyping = false;
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.(".scan-type[open]")) event.target.querySelector("input").focus();
  }, true);
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.matches("[data-scan]")) isTyping = Boolean(document.activeElement?.closest(".scan-type"));
  });
  // The answer has replaced the form, so its events come from what is around it.
  const isOfScan = (event) => Boolean(event.detail.requestConfig?.elt.matches("[data-scan]"));
  const sendNext = () => {
    inFlight = false;
    if (isLost && !queue.length) {
      isLost = false;
      tell("[data-too-fast]");
    }
    send();
  };
  let isSettling = false;
  document.addEventListener("htmx:afterSwap", (event) => { if (isOfScan(event)) isSettling = true; });
  document.addEventListener("htmx:afterSettle", (event) => {
    const field = document.querySelector(".scan-type");
    if (isTyping && field) field.open = true;
    // Until now htmx did not know the new form: a scan would have loaded the whole page.
    if (!isSettling || !isOfScan(event)) return;
    isSettling = false;
    sendNext();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-scan]") && !form.elements.client_id.value) form.elements.client_id.value = crypto.randomUUID();
  }, true);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!isOfScan(event)) return;
    const form = document.querySelector("[data-scan]");
    if (form && !event.detail.xhr.status) {
      const detail = { code: form.elements.scan.value, id: form.elements.client_id.value };
      document.dispatchEvent(new CustomEvent("floor:unanswered", { detail }));
    }
    // Busy: the scan stays in the form, to be sent once more under its id.
    if (form && event.detail.xhr.status !== 503) {
      form.elements.scan.value = "";
      form.elements.client_id.value = "";
    }
    if (!isSettling) sendNext();
  });
  // Volume and mute belong to the person at this device; the test plays all six.
  const isMuted = () => localStorage.getItem("packhaus-mute") === "yes";
  const showSounds = (from) => {
    for (const box of from.querySelectorAll("[data-sounds]")) {
      box.hidden = false;
      box.querySelector("[data-sound-mute]").setAttribute("aria-pressed", isMuted());
      box.querySelector("[data-sound-volume]").value = localStorage.getItem("packhaus-volume") ?? 3;
    }
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-sound-mute]")) {
      localStorage.setItem("packhaus-mute", isMuted() ? "no" : "yes");
      showSounds(document);
    }
    if (!event.target.closest("[data-sound-test]")) return;
    audio ??= new AudioContext();
    Object.keys(TONES).forEach((outcome, place) => setTimeout(() => play(outcome), place * 900));
    navigator.vibrate?.(VIBRATION.wrong);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-sound-volume]")) localStorage.setItem("packhaus-volume", event.target.value);
  });
  const prepare = (from) => { signal(from); showSounds(from); };
  document.addEventListener("floor:code", (event) => scanned(event.detail));
  document.addEventListener("floor:band", (event) => signal(event.detail));
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
  document.addEventListener("DOMContentLoaded", () => prepare(document));
  // The screen stays awake while a task is open.
  const stayAwake = () => { if (!document.hidden) navigator.wakeLock?.request("screen").catch(() => undefined); };
  addEventListener("pointerdown", stayAwake, { once: true });
  document.addEventListener("visibilitychange", stayAwake);
})();
