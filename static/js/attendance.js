// Attendance: each tick is saved by itself; what could not be sent is kept and sent again.
(() => {
  const form = document.querySelector("[data-attendance]");
  if (!form) return;
  const status = form.querySelector("[data-saved]");
  const { lost, saving, signedOut } = form.dataset;
  const waiting = new Map();
  let sending = false;
  let pause = 1000;
  let timer;

  // What was left unsent when the page was closed or reloaded. Numbers of seats, no names.
  const shelf = `attendance:${location.pathname}`;
  const shelve = () => {
    try {
      if (waiting.size) localStorage.setItem(shelf, JSON.stringify([...waiting]));
      else localStorage.removeItem(shelf);
    } catch {} // storage may be switched off
  };
  const shelved = () => {
    try {
      return JSON.parse(localStorage.getItem(shelf) ?? "[]");
    } catch {
      return [];
    }
  };

  const say = (words, kind = "") => {
    status.textContent = words;
    status.className = kind;
  };

  const later = (words) => {
    say(words, "error");
    clearTimeout(timer);
    timer = setTimeout(send, pause);
    pause = Math.min(pause * 2, 30000);
  };

  async function send() {
    if (sending || !waiting.size) return;
    sending = true;
    const sent = new Map(waiting);
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.csrfmiddlewaretoken.value);
    for (const [name, mark] of sent) body.set(name, mark);
    const slow = setTimeout(() => say(saving), 1000);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body,
        headers: { "X-Requested-With": "fetch" },
      });
      if (answer.redirected || answer.status === 403) return later(signedOut);
      if (answer.status === 422) {
        waiting.clear();
        shelve();
        return say((await answer.json()).error, "error");
      }
      if (!answer.ok) return later(lost);
      for (const [name, mark] of sent) if (waiting.get(name) === mark) waiting.delete(name);
      delete form.dataset.new;
      shelve();
      pause = 1000;
      const { saved, complete } = await answer.json();
      say(saved, "done");
      const held = document.querySelector("[data-complete]");
      if (held) held.hidden = !complete;
    } catch {
      later(lost);
    } finally {
      clearTimeout(slow);
      sending = false;
    }
    if (waiting.size && pause === 1000) send();
  }

  form.addEventListener("change", ({ target }) => {
    // The first tick saves what the page shows: everybody else is present.
    const ticks = "new" in form.dataset ? form.querySelectorAll("input[type=radio]:checked") : [target];
    for (const tick of ticks) waiting.set(tick.name, tick.value);
    shelve();
    send();
  });
  form.addEventListener("submit", () => {
    waiting.clear();
    shelve();
  });
  addEventListener("online", send);

  // Arrows up and down go from person to person, left and right (the browser's own) choose, space goes on
  // to the next choice.
  form.addEventListener("keydown", (event) => {
    const tick = event.target.closest("input[type=radio]");
    if (!tick || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const people = [...form.querySelectorAll("fieldset")];
      const next = people[people.indexOf(tick.closest("fieldset")) + step];
      (next?.querySelector(":checked") ?? next?.querySelector("input"))?.focus();
    } else if (event.key === " ") {
      event.preventDefault();
      const choices = [...tick.closest("fieldset").querySelectorAll("input")];
      const chosen = choices.findIndex((choice) => choice.checked);
      choices[(chosen + 1) % choices.length].click();
      choices[(chosen + 1) % choices.length].focus();
    }
  });

  for (const [name, mark] of shelved()) {
    const tick = form.querySelector(`input[name="${name}"][value="${mark}"]`);
    if (!tick) continue;
    tick.checked = true;
    waiting.set(name, mark);
  }
  send();
})();
