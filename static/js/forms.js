// Forms: the summary of errors gets the focus, and a form is sent once.
(() => {
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    // The button stays enabled, so that its own name and value are sent, and keeps its width.
    const button = event.submitter;
    if (!button || !document.body.dataset.saving) return;
    const timer = setTimeout(() => {
      button.style.inlineSize = `${button.offsetWidth}px`;
      button.dataset.words = button.textContent;
      button.textContent = document.body.dataset.saving;
      button.setAttribute("aria-disabled", "true");
    }, 1000);
    addEventListener("pagehide", () => clearTimeout(timer), { once: true });
  });

  // Back from the browser's memory: the form may be sent again.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of document.querySelectorAll("button[data-words]")) {
      button.textContent = button.dataset.words;
      button.removeAttribute("aria-disabled");
    }
  });
})();
