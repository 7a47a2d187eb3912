// Lists that follow their filters: empty conditions stay out of the address, the new count is told,
// and whatever cannot be shown in place is opened as a page of its own.
(() => {
  let pause;
  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-filters]");
    if (!form || !["search", "text"].includes(event.target.type)) return;
    clearTimeout(pause);
    pause = setTimeout(() => form.dispatchEvent(new Event("typed")), 400);
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const { elt, parameters } = event.detail;
    if (!elt.closest("[data-filters]")) return;
    for (const name of Object.keys(parameters)) if (parameters[name] === "") delete parameters[name];
  });
  document.addEventListener("htmx:afterSettle", () => {
    const count = document.querySelector("#rezultati [data-count]");
    const announce = document.querySelector("[data-announce]");
    if (count && announce) announce.textContent = count.textContent;
  });
  for (const name of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(name, (event) => {
      const { path, verb } = event.detail.requestConfig;
      if (verb === "get") location.assign(event.detail.pathInfo?.finalRequestPath || path);
    });
  }
})();
