// "/" goes to the search field. Off in the account with data-no-keys on the body.
(() => {
  if ("noKeys" in document.body.dataset) return;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const field = document.querySelector("[data-search], input[type=search]");
    if (!field) return;
    event.preventDefault();
    field.focus();
  });
})();
