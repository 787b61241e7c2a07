// What a device keeps while the network is away: in order, under ids of its own, until the server has answered it.
// What is kept is grey and counted; green is only what the server answered. A reload loses nothing of it.
const STORE = "packhaus-kept", TROUBLE = "packhaus-conflicts", LEAST = 2000, MOST = 30000, PATIENCE = 8000;

export const $ = (selector, from = document) => from.querySelector(selector);
export const read = (key) => JSON.parse(localStorage.getItem(key) ?? "[]");
export const write = (key, list) => localStorage.setItem(key, JSON.stringify(list));
export const person = () => document.body.dataset.person ?? "";
export const word = (name, ...values) => values.reduce((text, value) => text.replace("%s", value), $("[data-strip]")?.dataset[name] ?? "");

const mine = (key) => read(key).filter((one) => one.person === person());
const drop = (key, id) => write(key, read(key).filter((one) => one.id !== id));
export const listKept = () => mine(STORE);
export const network = { isOffline: false };
let isSending = false, wait = LEAST, timer, afterwards = () => {};

// Says what is done once the network is back and what was kept has gone out: `sent` scans of it.
export const whenSent = (deed) => { afterwards = deed; };

export const show = () => {
  const strip = $("[data-strip]");
  if (!strip) return;
  const kept = listKept().length, trouble = mine(TROUBLE).length;
  strip.hidden = !network.isOffline && !kept && !trouble;
  if (network.isOffline) strip.textContent = word("offline", kept);
  else if (isSending && kept) strip.textContent = word("sending", kept);
  else if (trouble) strip.textContent = word("trouble", trouble);
  else strip.textContent = kept ? word("kept", kept) : word("online");
  drawConflicts();
};

const drawConflicts = () => {
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

export const band = (outcome, text) => {
  $("#floor-step [data-band]")?.remove();
  const drawn = $("#kept-band").content.firstElementChild.cloneNode(true);
  drawn.dataset.band = outcome;
  drawn.className = `band band-${outcome}`;
  $("[data-fill=text]", drawn).textContent = text;
  $("#floor-step").prepend(drawn);
  document.dispatchEvent(new CustomEvent("floor:band", { detail: drawn }));
};

export const keep = (entry) => {
  write(STORE, [...read(STORE), { person: person(), at: new Date().toISOString(), ...entry }]);
  show();
};

// Where the device knows no plan it keeps the one scan that is under way; what comes after it only the server knows.
export const keepRaw = (code, id) => {
  const form = $("[data-scan]"), kept = listKept().length;
  // Where each scan stands alone, such as parcels onto a truck, all of them are kept.
  if (!form || form.hidden || (kept && !("alone" in form.dataset))) return band("kept", word("waits", kept));
  keep({ id, url: form.action, fields: { ...Object.fromEntries(new FormData(form)), scan: code, client_id: id } });
  band("kept", word("stored"));
};

export const lose = () => {
  if (!network.isOffline) wait = LEAST;
  network.isOffline = true;
  show();
  clearTimeout(timer);
  timer = setTimeout(send, wait);
  wait = Math.min(wait * 1.6, MOST);
};

const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const post = (url, fields) => fetch(url, {
  method: "POST",
  headers: { "X-CSRFToken": token(), "HX-Request": "true", "X-Kept": "1" },
  body: new URLSearchParams(fields),
  signal: AbortSignal.timeout(PATIENCE),
});
const report = () => {
  const waiting = [...listKept(), ...mine(TROUBLE)];
  return post($("[data-strip]").dataset.report, { kept: waiting.length, since: waiting[0]?.at ?? "" });
};

// Returns why an entry was not booked, or nothing where it was. Only a green or blue answer says that it is: a question or
// another task's page says that it is not.
const judge = async (answer) => {
  const text = await answer.text();
  if (answer.headers.get("Content-Type")?.includes("json")) {
    const told = JSON.parse(text);
    return told.outcome === "conflict" ? told.text : "";
  }
  const found = new DOMParser().parseFromString(text, "text/html");
  if (answer.ok && (answer.headers.get("HX-Redirect") || found.querySelector(".band-right, .band-next, .band-done"))) return "";
  const said = [".floor-error", ".band-text", ".holder-what", ".big-verb", "h1"].map((one) => found.querySelector(one)?.textContent.trim());
  return said.find(Boolean)?.slice(0, 200) ?? "?";
};
const noteConflict = (entry, text) => {
  const at = new Date(entry.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const was = entry.told ? `${word("was", at, entry.told)} ` : "";
  write(TROUBLE, [...read(TROUBLE), { id: entry.id, person: entry.person, at: entry.at, text: was + text }]);
};
const mustSignIn = (answer) => answer.headers.get("HX-Redirect")?.includes("sign-in") || answer.redirected || answer.status === 403;

// One after the other, and a scan is forgotten only when the server has answered it.
export const send = async () => {
  if (isSending || !person()) return;
  isSending = true;
  clearTimeout(timer);
  try {
    if (network.isOffline) await report();
    const wasOffline = network.isOffline;
    network.isOffline = false;
    show();
    let sent = 0;
    for (const entry of listKept()) {
      const answer = await post(entry.url, entry.fields);
      if (answer.status >= 500) throw new Error("busy");
      // Somebody has to sign in again first; the scan waits for its person.
      if (mustSignIn(answer)) return location.reload();
      const conflict = await judge(answer);
      if (conflict) noteConflict(entry, conflict);
      drop(STORE, entry.id);
      sent += 1;
      show();
    }
    if (sent) await report();
    if (wasOffline || sent) afterwards(sent);
  } catch {
    isSending = false;
    lose();
  } finally {
    isSending = false;
    show();
  }
};

// Somebody has dealt with a conflict, or calls the lead.
export const answerConflict = (id, isCall) => {
  if (isCall) write(TROUBLE, read(TROUBLE).map((one) => (one.id === id ? { ...one, isCalled: true } : one)));
  else drop(TROUBLE, id);
  show();
  report().catch(lose);
};
