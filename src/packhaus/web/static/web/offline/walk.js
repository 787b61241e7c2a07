// A walk without a network: the device knows its stops, and keeps each one that is confirmed.
import { bare, readings } from "./codes.js";
import { $, band, keep, listKept, network, send, word } from "./kept.js";
import { listOpen, page, paint, replaceStep, showKeys } from "./page.js";

let step;

const find = (known, id) => known.stops.find((stop) => stop.id === id);
const countUnits = (stop, code) => {
  const meant = readings(code, stop.lot);
  return Number(stop.codes.find(([known]) => meant.includes(bare(known)))?.[1] ?? 0);
};
const readStep = (text) => {
  const [id, state, counted, skipped] = text.split(".");
  return { id: Number(id), state, counted: Number(counted), skipped: skipped ?? "" };
};
const writeStep = () => `${step.id}.${step.state}.${step.counted}.${step.skipped}`;

const judge = (known, stop, code) => {
  const text = code.toUpperCase();
  if (step.state === "bin") return text === stop.place.toUpperCase() ? { ...step, state: "item" } : null;
  const count = countUnits(stop, code);
  if (count) {
    const counted = step.counted + count;
    if (step.state === "tote" || counted > stop.left) return null;
    return { ...step, counted, state: counted === stop.left ? "tote" : "quantity" };
  }
  if (step.state === "item" || text !== stop.tote.toUpperCase()) return null;
  return step.state === "quantity" && (known.countsEach || step.counted > 1) ? null : "confirmed";
};
const needed = (stop) => ({ bin: stop.place, item: `${stop.name} ${stop.sku}`, quantity: stop.tote, tote: stop.tote })[step.state];

const draw = (known, outcome, text) => {
  const stop = find(known, step?.id), words = known.words;
  if (!stop) return paint({ verb: page.open?.length ? "" : words.end, context: word("waits", listKept().length) }, "", "", outcome, text);
  const isTote = step.state === "tote", target = { bin: stop.place, quantity: stop.tote }[step.state] ?? "";
  const where = step.state === "bin" ? "" : `${stop.place} · `;
  const told = {
    count: `${stop.order}`, verb: words[step.state][0], target, slot: isTote ? String(stop.slot) : "",
    quantity: `${stop.left}${isTote ? " ×" : ""}`, name: stop.name, context: `${where}${stop.sku} · ${stop.tote}`,
  };
  paint(told, writeStep(), words[step.state][1], outcome, text);
};

export const takeStop = (known, code, id) => {
  if (!page.isAhead) {
    step = readStep($("[data-scan] [name=step_id]")?.value ?? "");
    page.open = listOpen();
  }
  const stop = find(known, step?.id);
  if (!stop) return band("kept", word("waits", listKept().length));
  const result = judge(known, stop, code);
  if (!result) return band("wrong", `${word("read")} ${code} · ${word("needed")} ${needed(stop)}`);
  if (result !== "confirmed") {
    step = result;
    return draw(known, "kept", stop.place);
  }
  keep({ id, url: known.url, fields: { client_id: id, task_id: stop.id, quantity: stop.left, at: new Date().toISOString() } });
  goOn(known, stop);
};
const goOn = (known, stop) => {
  page.open = page.open.filter((one) => one !== stop.id);
  const next = find(known, page.open[0]);
  const state = next && (known.isItemOnly || next.place === stop.place) ? "item" : "bin";
  step = next ? { id: next.id, state, counted: 0, skipped: step.skipped } : null;
  const isLast = !page.open.some((one) => find(known, one)?.place === stop.place);
  if (known.empties?.includes(stop.place) && isLast) return lookInto(known, stop);
  draw(known, "kept", word("stored"));
};
// The last units of a bin by the record: is it empty? Nobody has to answer.
const lookInto = (known, stop) => {
  const body = $("#keep-empty").content.cloneNode(true), form = $("[data-scan]"), after = step;
  showKeys(body);
  $(".big-target", body).textContent = stop.place;
  $("[data-fill=name]", body).textContent = stop.name;
  const leave = (text) => { step = after; form.hidden = false; draw(known, "kept", text); };
  for (const answered of body.querySelectorAll("form")) {
    answered.addEventListener("submit", (event) => {
      event.preventDefault();
      const id = crypto.randomUUID(), fields = Object.fromEntries(new FormData(answered));
      keep({ id, url: known.emptyUrl.replace("/0/", `/${stop.id}/`), told: stop.place, fields: { ...fields, client_id: id } });
      leave(word("stored"));
      if (!network.isOffline) send();
    });
  }
  $("[data-unseen]", body).addEventListener("click", () => leave(stop.place));
  form.hidden = true;
  replaceStep(body);
  band("kept", word("stored"));
};

// Where the walk goes on after it was sent, for the page that is asked anew.
export const findStop = () => (step && page.isAhead ? `?step=${writeStep()}` : "");
export const restoreWalk = (known, place) => {
  page.open = place.open;
  step = place.stepId ? readStep(place.stepId) : null;
  draw(known, "kept", word("stored"));
};
