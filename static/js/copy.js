// <button data-copy="text" data-copied="Copied">: the words change for two seconds and are announced.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button || !navigator.clipboard) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.querySelector("span") || button;
  const before = words.textContent;
  words.setAttribute("role", "status");
  words.textContent = button.dataset.copied;
  setTimeout(() => (words.textContent = before), 2000);
});
