// What is written is shown while it is written; without script the button does it.
(() => {
  const form = document.getElementById("wording");
  const button = form?.querySelector("[data-live]");
  if (!button) return;
  let timer = 0;
  const show = () => {
    // A new frame each time: a frame that goes from page to page would fill the browser's history.
    const old = document.querySelector(`iframe[name="${button.formTarget}"]`);
    const frame = old.cloneNode();
    frame.removeAttribute("src");
    old.replaceWith(frame);
    form.requestSubmit(button);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 500);
  });
})();
