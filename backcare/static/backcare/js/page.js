/* The small helps of every page. All of them work without this file, less quickly. */

(() => {
  "use strict";

  /* A page that comes back from the browser's memory shows an old day: load it anew. */
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  /* Time zone of the device */

  let zone = null;
  /** Asked for only where it is needed: the first answer takes a phone a while. */
  const zoneHere = () => {
    if (zone === null) zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
    return zone;
  };

  const clockIn = (timeZone) => {
    const words = new Intl.DateTimeFormat("en", { timeZone, dateStyle: "short", timeStyle: "medium" });
    return (moment) => words.format(moment);
  };

  /** Asia/Calcutta and Asia/Kolkata are one zone: compare clocks, not names. */
  const sameClock = (one, other) => {
    if (one === other) return true;
    try {
      const year = new Date().getFullYear();
      const [here, there] = [clockIn(one), clockIn(other)];
      return [0, 3, 6, 9]
        .map((month) => new Date(Date.UTC(year, month, 15, 12)))
        .concat(new Date())
        .every((moment) => here(moment) === there(moment));
    } catch {
      return false;
    }
  };

  const preset = (select) => {
    const match = Array.from(select.options).find((option) => option.value === zoneHere());
    if (match) match.selected = true;
  };

  const askForZone = (block) => {
    const known = [block.dataset.storedZone, block.dataset.declinedZone].filter(Boolean);
    const device = zoneHere();
    block.hidden = !device || known.some((stored) => sameClock(stored, device));
    block.querySelectorAll("[data-device-zone]").forEach((place) => {
      place.textContent = device.replaceAll("_", " ");
    });
  };

  /* Steppers: a number field gets a button on either side */

  const stepBy = (input, sign) => {
    const size = Number(input.step) || 1;
    const before = Number(input.value || input.placeholder || 0);
    const least = input.min === "" ? -Infinity : Number(input.min);
    const most = input.max === "" ? Infinity : Number(input.max);
    const after = Math.min(most, Math.max(least, before + sign * size));
    input.value = String(Math.round(after * 1000) / 1000);
    ["input", "change"].forEach((name) => input.dispatchEvent(new Event(name, { bubbles: true })));
  };

  const addSteps = (stepper) => {
    const input = stepper.querySelector("input");
    // A field that shows what was typed in place of a number is one for text.
    if (stepper.querySelector("button") || input.type !== "number") return;
    const label = input.labels.length ? input.labels[0].textContent.trim() : "";
    [
      ["−", "less", -1],
      ["+", "more", 1],
    ].forEach(([sign, word, direction]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", `${label}: ${word}`);
      button.addEventListener("click", () => stepBy(input, direction));
      if (direction < 0) stepper.prepend(button);
      else stepper.append(button);
    });
  };

  /* Body map: say in words what is ticked */

  const nameAreas = (map) => {
    const place = map.querySelector("[data-body-map-chosen]");
    const names = Array.from(map.querySelectorAll("input:checked"), (input) =>
      input.labels[0].textContent.trim(),
    );
    place.textContent = names.join(" · ") || "Nothing ticked yet.";
  };

  /* Theme: at once, before it is saved */

  const useTheme = (theme) => {
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    document.dispatchEvent(new CustomEvent("backcare:theme"));
  };

  /* A date counts as a tick: with the tick, its date goes too. */

  const emptyDate = (row) => {
    const date = row.querySelector("input:not([type=checkbox])");
    if (date) date.value = "";
  };

  document.addEventListener("change", (event) => {
    const dated = event.target.closest(".has-date");
    if (dated && event.target.matches("[type=checkbox]:not(:checked)")) emptyDate(dated);
    const map = event.target.closest("[data-body-map]");
    if (map) nameAreas(map);
    if (event.target.name === "theme") useTheme(event.target.value);
  });

  /* A swapped card keeps what the person is at: focus, opened parts, and whatever was
     typed or ticked since its form was sent, or in a form that was not sent at all. */

  const touched = new WeakMap(); // control -> when it was last typed in or ticked
  const { takenAt } = window.backcare.tapped;
  let kept = null;

  document.addEventListener("input", (event) => touched.set(event.target, performance.now()));

  const ticks = (control) => control.type === "checkbox" || control.type === "radio";
  const summaryOf = (details) =>
    details.querySelector("summary").textContent.replace(/\d+/g, "").trim().slice(0, 6);

  const remember = (card) => {
    const held = document.activeElement;
    return {
      card: card.id,
      height: card.getBoundingClientRect().height,
      focus: held && held !== document.body && card.contains(held) ? held : null,
      open: Array.from(card.querySelectorAll("details[open]"), summaryOf),
      late: Array.from(card.querySelectorAll("input[id], select[id], textarea[id]")).filter(
        (control) => touched.get(control) > takenAt(control),
      ),
    };
  };

  /* A card that has less to say than before keeps its height, so that nothing moves up.
     A sheet of its own: htmx copies style attributes, which the page's policy refuses. */
  const heights = new Map();
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [sheet];

  const hold = ({ card, height }) => {
    heights.set(card, height);
    const rules = Array.from(heights, ([id, px]) => `#${CSS.escape(id)} { min-height: ${px}px; }`);
    sheet.replaceSync(`@media screen { ${rules.join(" ")} }`);
  };

  let wide = window.innerWidth;
  window.addEventListener("resize", () => {
    if (wide === window.innerWidth) return; // a phone's address bar came or went
    wide = window.innerWidth;
    heights.clear();
    sheet.replaceSync("");
  });

  const giveBack = (old) => {
    const control = document.getElementById(old.id);
    if (!control) return;
    if (ticks(control)) control.checked = old.checked;
    else control.value = old.value;
    touched.set(control, performance.now());
    const save = () => control.dispatchEvent(new Event("change", { bubbles: true }));
    if (ticks(control) || document.activeElement !== control) save();
    else control.addEventListener("blur", save, { once: true });
  };

  const refocus = (card, was) => {
    if (document.activeElement && document.activeElement !== document.body) return;
    const controls = "button, input:not([type=hidden]), select, textarea, a, summary";
    const same = Array.from(card.querySelectorAll(controls)).find(
      (control) =>
        (was.id && control.id === was.id) ||
        (was.name && control.name === was.name && control.value === was.value) ||
        (!was.name && control.textContent === was.textContent && was.textContent.trim() !== ""),
    );
    const place = same || card.querySelector("h1, h2, h3") || card;
    if (!same) place.tabIndex = -1;
    place.focus({ preventScroll: true });
  };

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, shouldSwap } = event.detail;
    kept = shouldSwap && target.id ? remember(target) : null;
  });

  // Not before it settled: only then does a form hear that a tick was given back.
  document.addEventListener("htmx:afterSettle", () => {
    const was = kept;
    const card = was && document.getElementById(was.card);
    kept = null;
    if (!card) return;
    card.querySelectorAll("details:not([open])").forEach((details) => {
      if (was.open.includes(summaryOf(details))) details.open = true;
    });
    if (was.focus) refocus(card, was.focus);
    if (!was.open.length) hold(was);
    was.late.forEach(giveBack);
  });

  /* A control that is swapped between the press and the release of a mouse button gets
     no click, and neither does the one in its place. A finger's click comes whole. */
  const pressable = (event) => event.target.closest("button, a, label, summary, input");
  const names = (control) => control.id || control.control?.id || control.textContent;
  let pressed = null;

  document.addEventListener("pointerdown", (event) => {
    pressed = event.pointerType === "mouse" && !event.button ? pressable(event) : null;
  });
  document.addEventListener("pointerup", (event) => {
    const was = pressed;
    const now = pressable(event);
    pressed = null;
    if (was && now && !was.isConnected && names(was) === names(now)) now.click();
  });

  const prepare = (root) => {
    const within = (selector) => [
      ...(root.matches && root.matches(selector) ? [root] : []),
      ...root.querySelectorAll(selector),
    ];
    within("select[data-zone-preset]").forEach(preset);
    within("input[name=device_zone]").forEach((input) => (input.value = zoneHere()));
    within("[data-zone-question]").forEach(askForZone);
    within("[data-body-map]").forEach(nameAreas);
    within(".stepper").forEach(addSteps);
  };

  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
})();
