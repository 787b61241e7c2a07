// The floor and the bench open without a network: each of their pages that was shown, and what it is drawn with, is kept as it came last.
// The network is always asked first; what is kept is for reading only, deeds go their own way (offline.js).
const PAGES = "floor-pages", FILES = "floor-files", MOST = 60, PATIENCE = 6000;

const isPage = (request) => request.mode === "navigate" && /^\/(floor|pack)\//.test(new URL(request.url).pathname);
const isFile = (request) => new URL(request.url).pathname.startsWith("/static/");
const keep = async (name, address, answer) => {
  const kept = await caches.open(name);
  await kept.put(address, answer);
  const all = await kept.keys();
  for (const old of all.slice(0, Math.max(0, all.length - MOST))) await kept.delete(old);
};
// Who was led to another page (a sign-in, a task that is over) finds that one under its own address.
const isHtml = (answer) => answer.headers.get("Content-Type")?.startsWith("text/html");
const isWorthKeeping = (answer) => answer.ok && !answer.redirected && isHtml(answer) && !answer.headers.get("Cache-Control")?.includes("no-store");

const find = async (address) => {
  const found = await caches.match(address, { cacheName: PAGES, ignoreVary: true });
  if (!found) return null;
  const text = (await found.text()).replace("<body ", "<body data-kept-page ");
  return new Response(text, { status: 200, headers: found.headers });
};
const fetchPage = async (event) => {
  const { request } = event;
  const fresh = fetch(request).then((answer) => {
    if (isWorthKeeping(answer)) event.waitUntil(keep(PAGES, request.url, answer.clone()));
    return answer;
  });
  // A network that swallows everything is none either, once there is something to show instead.
  const late = new Promise((settle) => { setTimeout(settle, PATIENCE); }).then(() => find(request.url)).then((found) => found ?? fresh);
  try {
    return await Promise.race([fresh, late]);
  } catch (lost) {
    const found = (await find(request.url)) ?? (await find(new URL("/floor/", request.url).href));
    if (found) return found;
    throw lost;
  }
};
const fetchFile = async (event) => {
  const found = await caches.match(event.request.url, { cacheName: FILES });
  const fresh = fetch(event.request).then((answer) => {
    if (answer.ok) event.waitUntil(keep(FILES, event.request.url, answer.clone()));
    return answer;
  });
  return fresh.catch((lost) => { if (found) return found; throw lost; });
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || !event.request.url.startsWith(self.location.origin)) return;
  if (isPage(event.request)) event.respondWith(fetchPage(event));
  else if (isFile(event.request)) event.respondWith(fetchFile(event));
});
self.addEventListener("message", (event) => {
  // Nobody reads what the person before was shown.
  if (event.data === "forget") event.waitUntil(caches.delete(PAGES));
  if (!event.data.keep) return;
  const page = async () => {
    const answer = await fetch(event.data.keep, { headers: { "X-Kept": "1" } });
    if (isWorthKeeping(answer)) await keep(PAGES, event.data.keep, answer);
  };
  const file = async (address) => {
    if (!(await caches.match(address, { cacheName: FILES }))) await keep(FILES, address, await fetch(address));
  };
  event.waitUntil(Promise.all([page(), ...event.data.files.map(file)]));
});
