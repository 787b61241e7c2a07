// A station without a network: a scan names a thing, then a person says how many or where, and that is kept.
// A thing that only ticks (a line on the bench) is kept by the page itself.
import { bare, readings, saysMore } from "./codes.js";
import { $, band, keep, listKept, network, send, word } from "./kept.js";
import { page, paint, plan, replaceStep, showKeys } from "./page.js";

// What is in hand: the thing, the code that named it, its units; `said` is what a person has said of it.
let round = null;

export const isUnderWay = () => Boolean(round);
const readSeen = () => page.ticked ?? $("[data-scan]")?.elements.step_id.value ?? "";
const count = (text) => Object.fromEntries(text.split("~")[0].split("-").filter(Boolean).map((part) => part.split(".")).map(([line, units]) => [line, Number(units)]));
const done = (thing) => (thing.tick ? count(readSeen())[thing.tick] ?? 0 : listKept().filter((one) => one.thing === thing.key).length);
const isLeft = (thing) => thing.left === null || done(thing) < thing.left;
const isOver = (known) => !known.other && !known.things.some(isLeft);

export const rest = (known, text) => {
  const over = isOver(known), kept = listKept().length;
  round = null;
  paint({ verb: over ? known.end : known.verb, context: kept ? word(over ? "waits" : "kept", kept) : "" }, over ? "" : page.ticked ?? "round", known.expects, "kept", text);
};
// A part of what the page has in hand is known while it has it in hand, and no longer.
const isHere = (thing, held) => !thing.of || thing.of === held?.key || thing.key === round?.thing.key;
const look = (known, code, held) => {
  for (const thing of known.things.filter((one) => isHere(one, held))) {
    const meant = readings(code.toUpperCase(), thing.lot), found = thing.codes.find(([one]) => meant.includes(bare(one.toUpperCase())));
    if (found && isLeft(thing)) return [thing, Number(found[1])];
  }
  const gate = known.things.find((thing) => thing.key === known.gate);
  return known.other && (!gate || done(gate)) ? [known.other, 1] : [];
};
const tick = (thing, units) => {
  const [first, ...cuts] = readSeen().split("~"), seen = count(first), after = (seen[thing.tick] ?? 0) + units;
  const told = `${after} / ${thing.left} × ${thing.name}`;
  if (after > thing.left) return band("wrong", told);
  page.ticked = [Object.entries({ ...seen, [thing.tick]: after }).map((pair) => pair.join(".")).join("-"), ...cuts].join("~");
  rest(plan(), told);
};
const end = (known, more, id, units) => {
  const { thing, code } = round, target = thing.after ? more.scan : "";
  const told = `${units ? `${units} × ` : ""}${thing.name || code}${target ? ` → ${target}` : ""}`;
  const url = thing.url.replace("CODE", encodeURIComponent(code)).replace("UNITS", units ?? "");
  keep({ id, url, thing: thing.key, told, fields: { ...thing.fields, code, ...more, client_id: id } });
  rest(known, word("stored"));
  if (!network.isOffline) send();
};
const askNext = ({ after, name }, code) => paint({ ...after, target: after.slot ? "" : after.target || code, name }, "round", after.expects, "kept", after.target || name || code);
const ask = () => {
  const { thing, code, units } = round, body = $("#keep-quantity").content.cloneNode(true), form = $("form", body), scanned = $("[data-scan]");
  showKeys(body);
  $("[data-fill=name]", body).textContent = thing.name || code;
  $("[data-fill=detail]", body).textContent = thing.detail;
  for (const label of body.querySelectorAll("[data-ask]")) {
    label.hidden = !thing.asks.includes(label.dataset.ask);
    $("input", label).required = !label.hidden && !saysMore(code);
    $("input", label).disabled = label.hidden;
  }
  form.elements.quantity.value = units > 1 || thing.asks.includes("serial") ? units : "";
  scanned.elements.step_id.value = "round";
  replaceStep(body);
  band("kept", thing.name || code);
};
const endAfter = (known, code, id) => {
  const { codes, target } = round.thing.after;
  if (codes.length && !codes.some((one) => one.toUpperCase() === code.toUpperCase())) return band("wrong", `${word("read")} ${code} · ${word("needed")} ${target}`);
  end(known, { scan: code }, id, round.said);
};
export const takeRound = (known, code, id) => {
  const held = page.isAhead ? undefined : known.things.find((thing) => thing.key === known.now);
  const [thing, units] = look(known, code, held), isPart = held && thing?.of === held.key;
  if (held?.after && !isPart) round ??= { thing: held, code };
  if (round?.thing?.after && (round.said || !round.thing.asks.length)) return endAfter(known, code, id);
  const field = $("#floor-step form[data-keep]")?.elements.quantity;
  if (!thing) return known.end && isOver(known) ? band("kept", known.end) : band("wrong", word("unknown", code));
  if (field && (round ? thing.key === round.thing.key && (thing.key || code === round.code) : thing.key === known.now)) {
    field.value = Number(field.value || 0) + units;
    return band("kept", `${field.value} × ${thing.name || code}`);
  }
  if (field && (round || Number(field.value) > 1)) return band("wrong", word("first", round ? round.thing.name || round.code : $("#floor-step form[data-keep]").dataset.keep));
  if (thing.tick) return tick(thing, units);
  round = { thing, code, units };
  if (thing.asks.length) return ask();
  if (thing.after) return askNext(thing, code);
  end(known, { scan: code }, id);
};
export const keepForm = (form) => {
  const known = plan(), fields = Object.fromEntries(new FormData(form));
  if (round?.thing.after) {
    round.said = fields.quantity;
    return askNext(round.thing, round.code);
  }
  if (round) return end(known, fields, crypto.randomUUID(), fields.quantity);
  keep({ id: fields.client_id, url: form.action, thing: form.dataset.thing, told: `${fields.quantity} × ${form.dataset.keep}`, fields });
  if (known?.things) rest(known, word("stored"));
  else band("kept", word("stored"));
};
export const restoreRounds = (known, place) => {
  if (known.things.some((thing) => thing.tick)) page.ticked = place.ticked ?? place.stepId;
  if (listKept().length || page.ticked) rest(known, word("stored"));
};
