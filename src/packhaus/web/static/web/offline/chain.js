// A task of few scans without a network: each has its step, and the last one books.
import { bare, readings } from "./codes.js";
import { $, band, keep, keepRaw, listKept, word } from "./kept.js";
import { paint } from "./page.js";

export const findStep = (known, stepId) => known.chain?.findIndex((one) => one.id === stepId) ?? -1;
const drawStep = (one, text) => paint(one, one.id, one.expects, "kept", text);
const drawEnd = (known) => paint({ verb: known.end, context: word("waits", listKept().length) }, "", "", "kept", word("stored"));

// `rest` goes on where the task is one of a station's.
export const takeStep = (known, code, id, rest) => {
  const form = $("[data-scan]"), at = findStep(known, form?.elements.step_id.value);
  if (!form || form.hidden || at < 0) return keepRaw(code, id);
  const { codes, lot } = known.chain[at], meant = readings(code.toUpperCase(), lot);
  if (!codes.some((one) => meant.includes(bare(one.toUpperCase())))) return band("wrong", `${word("read")} ${code} · ${word("needed")} ${codes[0]}`);
  const next = known.chain[at + 1];
  if (next) return drawStep(next, next.target);
  keep({ id, url: form.action, thing: known.key, fields: { ...Object.fromEntries(new FormData(form)), scan: code, client_id: id } });
  if (known.things) return rest(known, word("stored"));
  drawEnd(known);
};
export const restoreChain = (known, place) => {
  const at = findStep(known, place.stepId);
  if (at < 0) return drawEnd(known);
  drawStep(known.chain[at], known.chain[at].target);
};
