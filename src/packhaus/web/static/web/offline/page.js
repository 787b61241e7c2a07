// The page that a device draws by itself: the plan that came with it, the step that it shows, and where its person was.
import { $, band, person, read, write } from "./kept.js";

const PLACE = "packhaus-place";

// `isAhead`: the page shows a step that the server has not seen. `open`: the stops of a walk that wait, in their order.
// `ticked`: what was seen at a bench.
export const page = { isAhead: false, open: undefined, ticked: undefined };
export const plan = () => JSON.parse($("#pick-plan")?.dataset.plan ?? "null");
export const listOpen = () => ($("[data-open]")?.dataset.open ?? "").split(",").filter(Boolean).map(Number);

// What the page would show after a reload: it is kept as it came, the steps since then only here.
export const mark = (stepId) => {
  const open = (page.isAhead ? page.open : listOpen()) ?? [];
  write(PLACE, { person: person(), page: location.pathname, stepId, open, ticked: page.ticked });
};
export const findPlace = () => {
  const place = read(PLACE);
  return place.person === person() && place.page === location.pathname ? place : null;
};

// Puts a body into the step, with the scan box and the templates that were there.
export const replaceStep = (body) => {
  $("#floor-step").replaceChildren(body, $("[data-scan]"), ...document.querySelectorAll("#floor-step template"));
  page.isAhead = true;
};
export const paint = (told, stepId, expects, outcome, text) => {
  const body = $("#pick-step").content.cloneNode(true), form = $("[data-scan]");
  for (const part of body.querySelectorAll("[data-fill]")) part.textContent = told[part.dataset.fill] ?? "";
  const slot = $(".big-slot", body);
  slot.hidden = !told.slot;
  // As web/slot_colours.py has them: eight, then anew.
  slot.dataset.tint = ((told.slot - 1) % 8) + 1;
  $(".big-target", body).classList.toggle("is-long", (told.target ?? "").length > 9);
  if (stepId) {
    form.elements.step_id.value = stepId;
    $(".scan-expects", form).lastChild.textContent = expects;
  }
  form.hidden = !stepId;
  replaceStep(body);
  mark(stepId);
  band(outcome, text);
};
export const showKeys = (body) => {
  for (const part of body.querySelectorAll("[data-number-pad] [hidden]")) part.hidden = false;
};
