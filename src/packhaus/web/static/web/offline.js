// The floor without a network: who takes a scan then, what waits for the network, and a page that the device itself opened.
// Three plans: the stops of a walk, a chain (a task of few scans), and rounds (a station where thing after thing is scanned).
import { findStep, restoreChain, takeStep } from "./offline/chain.js";
import { $, answerConflict, band, keepRaw, listKept, lose, network, person, send, show, whenSent, word } from "./offline/kept.js";
import { findPlace, mark, page, plan } from "./offline/page.js";
import { isUnderWay, keepForm, rest, restoreRounds, takeRound } from "./offline/rounds.js";
import { findStop, restoreWalk, takeStop } from "./offline/walk.js";

const take = (code, id) => {
  const known = plan();
  if (known?.things && findStep(known, $("[data-scan]")?.elements.step_id.value) < 0) return takeRound(known, code, id);
  if (known?.chain) return takeStep(known, code, id, rest);
  if (!known || (!$("[data-open]") && !page.isAhead)) return keepRaw(code, id);
  takeStop(known, code, id);
};

// The page is asked anew once all is sent, where nobody is in the middle of something.
whenSent((sent) => {
  const known = plan();
  if (known?.things && !page.isAhead && !sent) return;
  if (isUnderWay() || listKept().length || $("#floor-step [data-look]")) return;
  const at = known?.stops ? findStop() : page.ticked ? `?${new URLSearchParams({ seen: page.ticked })}` : "";
  page.isAhead = false;
  page.ticked = undefined;
  if (known) htmx.ajax("GET", `${known.page}${at}`, { target: "#floor-step", swap: "outerHTML" });
  else location.reload();
});

document.addEventListener("floor:scan", (event) => {
  if (!network.isOffline && !listKept().length && !isUnderWay()) return;
  event.preventDefault();
  take(event.detail.code, event.detail.id);
});
document.addEventListener("floor:unanswered", (event) => { lose(); take(event.detail.code, event.detail.id); });
for (const lost of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(lost, lose);
addEventListener("offline", lose);
addEventListener("online", send);

// A form that says how many is kept like a scan.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.elt.matches?.("form[data-keep]") || detail.xhr.status) return;
  lose();
  keepForm(detail.elt);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-keep]") || !(network.isOffline || isUnderWay() || listKept().length)) return;
  event.preventDefault();
  event.stopPropagation();
  keepForm(event.target);
}, true);

// What needs the server waits for it; nobody signs out while something is kept.
const hold = (event, element) => {
  const kept = listKept().length;
  if (!element || !(network.isOffline || (kept && element.closest("[data-needs-network]")))) return;
  event.preventDefault();
  event.stopPropagation();
  band("kept", word("waits", kept));
};
document.addEventListener("click", (event) => hold(event, event.target.closest?.("a[href]")), true);
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-scan], [data-keep], [data-look]")) hold(event, event.target);
}, true);
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-round-back]")) rest(plan(), word("stored"));
  if (target.closest?.("[data-put-back], [data-call]")) answerConflict(target.dataset.id, Boolean(target.closest("[data-call]")));
});

// The page came from the device itself: go on where its person was.
const restore = () => {
  lose();
  const known = plan(), place = findPlace();
  if (!known || !place) return;
  if (known.things && findStep(known, place.stepId) < 0) return restoreRounds(known, place);
  if (known.chain) return restoreChain(known, place);
  restoreWalk(known, place);
};
const register = async () => {
  const script = $("[data-strip]")?.dataset.worker;
  if (!script || !navigator.serviceWorker) return;
  // Nobody is shown what the person before was.
  const isOther = localStorage.getItem("packhaus-person") !== person();
  localStorage.setItem("packhaus-person", person());
  // The bench has addresses of its own.
  const scope = location.pathname.startsWith("/pack/") ? "/pack/" : "/floor/";
  await navigator.serviceWorker.register(script, { scope });
  const { active } = await navigator.serviceWorker.ready;
  if (isOther) active.postMessage("forget");
  // The first page of a device was not the worker's; it is fetched once more, to be there when the network is not.
  if (!person() || "keptPage" in document.body.dataset) return;
  const files = [...document.querySelectorAll("script[src], link[rel=stylesheet]")].map((one) => one.src || one.href);
  active.postMessage({ keep: location.href, files });
};
document.addEventListener("htmx:afterSettle", () => {
  const form = $("[data-scan]");
  if (form && !network.isOffline && plan()) mark(form.elements.step_id.value);
});
document.addEventListener("DOMContentLoaded", () => {
  const isKept = "keptPage" in document.body.dataset;
  if (isKept) restore();
  else if (plan() && $("[data-scan]")) mark($("[data-scan]").elements.step_id.value);
  show();
  if (!isKept && listKept().length) send();
  register().catch(() => undefined);
});
