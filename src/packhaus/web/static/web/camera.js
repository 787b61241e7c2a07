// The camera as a scanner: the decoder is fetched with the first tap, and what it reads is a scan like any other.
(() => {
  const EVERY = 150;
  // Where FNC1 came first, the code is one of GS1's; without this mark it would be read as plain text.
  const GS1 = ["]C1", "]e0", "]d2", "]Q3", "]J1"];
  let decoder;

  const load = (button) => {
    decoder ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = button.dataset.decoder;
      script.onerror = () => { decoder = undefined; reject(new Error("no decoder")); };
      script.onload = () => {
        ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => button.dataset.wasm } });
        resolve(ZXingWASM);
      };
      document.head.append(script);
    });
    return decoder;
  };
  const open = async (button) => {
    const dialog = document.createElement("dialog"), video = document.createElement("video"), close = document.createElement("button");
    dialog.className = "camera";
    video.muted = video.playsInline = true;
    close.type = "button";
    close.className = "btn";
    close.textContent = button.dataset.close;
    dialog.append(video, close);
    document.body.append(dialog);
    dialog.showModal();
    close.addEventListener("click", () => dialog.close());
    let stream;
    dialog.addEventListener("close", () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
      dialog.remove();
    });
    try {
      const zxing = await load(button);
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
      video.srcObject = stream;
      await video.play();
      const code = await look(zxing, video, dialog);
      if (code) document.dispatchEvent(new CustomEvent("floor:code", { detail: code }));
      dialog.close();
    } catch {
      close.before(button.dataset.failed);
    }
  };
  const look = async (zxing, video, dialog) => {
    const canvas = document.createElement("canvas"), pen = canvas.getContext("2d", { willReadFrequently: true });
    while (dialog.open) {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      if (canvas.width) {
        pen.drawImage(video, 0, 0);
        const [found] = await zxing.readBarcodes(pen.getImageData(0, 0, canvas.width, canvas.height), { tryHarder: true, maxNumberOfSymbols: 1, textMode: "Plain" });
        if (found?.text) return (GS1.includes(found.symbologyIdentifier) ? found.symbologyIdentifier : "") + found.text;
      }
      await new Promise((done) => setTimeout(done, EVERY));
    }
    return "";
  };
  const show = (from) => {
    for (const button of from.querySelectorAll?.("[data-camera]") ?? []) button.hidden = !navigator.mediaDevices;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-camera]");
    if (button) open(button);
  });
  document.addEventListener("htmx:load", (event) => show(event.detail.elt));
  document.addEventListener("DOMContentLoaded", () => show(document));
})();
