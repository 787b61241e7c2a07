// The floor opens without a network: each floor page that was shown, and what it is drawn with, is kept as it came last.
// The network is always asked first; what is kept is for reading only, deeds go their own way (offline.js).
const PAGES = "floor-pages", FILES = "floor-files", MOST = 40, PATIENCE = 4000;

const isPage = (request) => request.mode === "navigate" && new URL(request.url).pathname.startsWith("/floor/");
const isFile = (request) => new URL(request.url).pathname.startsWith("/static/");
const keep = async (name, request, answer) => {
  const kept = await caches.open(name);
  await kept.put(request, answer);
  const all = await kept.keys();
  for (const old of all.slice(0, Math.max(0, all.length - MOST))) await kept.delete(old);
};
const fetchFile = async (event) => {
  const found = await caches.match(event.request, { cacheName: FILES });
  // A file's name changes with its content; without collected names the newer one is fetched beside.
  const fresh = fetch(event.request).then((answer) => {
    if (answer.ok) event.waitUntil(keep(FILES, event.request, answer.clone()));
    return answer;
  });
  if (!found) return fresh;
  event.waitUntil(fresh.catch(() => undefined));
  return found;
};
const fetchPage = async (event) => {
  const { request } = event;
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    // Who was led to another page (a sign-in, a task that is over) finds that one under its own address.
    if (answer.ok && !answer.redirected) event.waitUntil(keep(PAGES, request, answer.clone()));
    return answer;
  } catch (lost) {
    const found = await caches.match(request, { cacheName: PAGES, ignoreVary: true, ignoreSearch: true });
    if (found) return found;
    const work = await caches.match("/floor/", { cacheName: PAGES, ignoreVary: true, ignoreSearch: true });
    if (work) return work;
    throw lost;
  }
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || !event.request.url.startsWith(self.location.origin)) return;
  if (isPage(event.request)) event.respondWith(fetchPage(event));
  else if (isFile(event.request)) event.respondWith(fetchFile(event));
});
// Nobody reads what another person's page showed.
self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(caches.delete(PAGES));
});
