/* The small helps of every page. All of them work without this file, less quickly. */

(() => {
  "use strict";

  /* A page that comes back from the browser's memory shows an old day: load it anew. */
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  /* Time zone of the device */

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";

  const clockIn = (timeZone, moment) =>
    new Intl.DateTimeFormat("en", { timeZone, dateStyle: "short", timeStyle: "long" })
      .formatToParts(moment)
      .filter((part) => part.type !== "timeZoneName")
      .map((part) => part.value)
      .join("");

  /** Asia/Calcutta and Asia/Kolkata are one zone: compare clocks, not names. */
  const sameClock = (one, other) => {
    try {
      const year = new Date().getFullYear();
      return [0, 3, 6, 9]
        .map((month) => new Date(Date.UTC(year, month, 15, 12)))
        .concat(new Date())
        .every((moment) => clockIn(one, moment) === clockIn(other, moment));
    } catch {
      return one === other;
    }
  };

  const preset = (select) => {
    const match = Array.from(select.options).find((option) => option.value === zone);
    if (match) match.selected = true;
  };

  const askForZone = (block) => {
    const known = [block.dataset.storedZone, block.dataset.declinedZone].filter(Boolean);
    block.hidden = !zone || known.some((stored) => sameClock(stored, zone));
    block.querySelectorAll("[data-device-zone]").forEach((place) => {
      place.textContent = zone.replaceAll("_", " ");
    });
  };

  /* Steppers: the buttons add to the input, or to hours and minutes together */

  const step = (button) => {
    const stepper = button.closest(".stepper");
    const inputs = Array.from(stepper.querySelectorAll("input"));
    const unitOf = (input) => Number(input.dataset.unit || 1);
    const startOf = (input) => Number(input.value || input.placeholder || 0);
    const before = inputs.reduce((sum, input) => sum + startOf(input) * unitOf(input), 0);
    const bound = (name, input) => Number(stepper.dataset[name] || input[name] || NaN);
    const [first] = inputs;
    const single = inputs.length === 1;
    const least = bound("min", single ? first : {}) || 0;
    const most = bound("max", single ? first : {});
    let left = Math.max(least, before + Number(button.dataset.step));
    if (!Number.isNaN(most)) left = Math.min(most, left);
    inputs
      .slice()
      .sort((one, other) => unitOf(other) - unitOf(one))
      .forEach((input, index) => {
        const last = index === inputs.length - 1;
        const share = last ? left / unitOf(input) : Math.floor(left / unitOf(input));
        left -= share * unitOf(input);
        input.value = String(Math.round(share * 1000) / 1000);
      });
    first.dispatchEvent(new Event("input", { bubbles: true }));
    first.dispatchEvent(new Event("change", { bubbles: true }));
  };

  /* Body map: say in words what is ticked */

  const nameAreas = (map) => {
    const place = map.querySelector("[data-body-map-chosen]");
    const names = Array.from(map.querySelectorAll("input:checked"), (input) =>
      input.labels[0].textContent.trim(),
    );
    place.hidden = names.length === 0;
    place.textContent = names.join(" · ");
  };

  /* Theme: at once, before it is saved */

  const useTheme = (theme) => {
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    document.dispatchEvent(new CustomEvent("backcare:theme"));
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".stepper [data-step]");
    if (button) step(button);
  });

  document.addEventListener("change", (event) => {
    const map = event.target.closest("[data-body-map]");
    if (map) nameAreas(map);
    if (event.target.name === "theme") useTheme(event.target.value);
  });

  /* Focus stays where the person is when a card is swapped: htmx finds the same id
     again; else the same button of the new card is meant, else the card's heading. */

  let focused = null;

  document.addEventListener("htmx:beforeSwap", (event) => {
    const held = document.activeElement;
    const { target } = event.detail;
    focused = null;
    if (!event.detail.shouldSwap || !held || held === document.body || !target.contains(held)) return;
    focused = { card: target.id, id: held.id, name: held.name, value: held.value, words: held.textContent };
  });

  document.addEventListener("htmx:afterSwap", () => {
    const was = focused;
    focused = null;
    if (!was || (document.activeElement && document.activeElement !== document.body)) return;
    const card = document.getElementById(was.card);
    if (!card) return;
    const same = Array.from(card.querySelectorAll("button, input, select, textarea, a")).find(
      (control) =>
        (was.id && control.id === was.id) ||
        (was.name && control.name === was.name && control.value === was.value) ||
        (!was.name && control.textContent === was.words && was.words.trim() !== ""),
    );
    const place = same || card.querySelector("h1, h2, h3") || card;
    if (!same) place.tabIndex = -1;
    place.focus({ preventScroll: true });
  });

  const prepare = (root) => {
    const within = (selector) => [
      ...(root.matches && root.matches(selector) ? [root] : []),
      ...root.querySelectorAll(selector),
    ];
    within("select[data-zone-preset]").forEach(preset);
    within("input[name=device_zone]").forEach((input) => (input.value = zone));
    within("[data-zone-question]").forEach(askForZone);
    within("[data-body-map]").forEach(nameAreas);
  };

  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
})();
