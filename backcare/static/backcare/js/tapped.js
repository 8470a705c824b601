/* What was tapped, as values to send and in words to show: read from a form at once,
   since the form may be swapped out before its turn comes. */

(() => {
  "use strict";

  const SAME_ID = "same-id";

  const freshId = () => {
    // crypto.randomUUID does not exist on plain HTTP.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  const text = (node) => (node ? node.textContent.replace(/\s+/g, " ").trim() : "");
  const named = (control) => control.getAttribute("aria-label") || text(control);

  const visible = (form) =>
    Array.from(form.elements).filter(
      (control) =>
        control.name &&
        !["hidden", "submit", "button", "fieldset"].includes(control.type) &&
        !(["checkbox", "radio"].includes(control.type) && !control.checked),
    );

  const changed = (control) => {
    if (control.tagName === "SELECT") return !control.selectedOptions[0]?.defaultSelected;
    return control.value !== control.defaultValue || control.checked !== control.defaultChecked;
  };

  const describe = (control, about) => {
    const label = control.getAttribute("aria-label") || text(control.labels && control.labels[0]);
    if (control.type === "checkbox" || control.type === "radio") return label;
    const value = control.tagName === "SELECT" ? text(control.selectedOptions[0]) : control.value;
    return value && (label === about ? value : `${label} ${value}`.trim());
  };

  /** The tap in words: what it is about, then the button or what was typed. */
  const inWords = (form, submitter, target) => {
    const all = visible(form);
    const fresh = all.filter(changed);
    const given = form.dataset.entry === SAME_ID ? "" : form.dataset.entry;
    const about = given || text(target.querySelector("h1, h2, h3"));
    const told = (fresh.length ? fresh : all).map((control) => describe(control, about));
    const typed = told.filter(Boolean).join(", ");
    const pressed = submitter ? named(submitter) : "";
    const value = submitter && submitter.name ? pressed : typed || pressed;
    const words = [about, value].filter(Boolean).join(", ");
    return words.length > 120 ? `${words.slice(0, 119)}…` : words;
  };

  const taken = new WeakMap(); // form -> when what stands in it was last captured

  /** When the form of a control was last captured; 0 if never. */
  const takenAt = (control) => taken.get(control.form) || 0;

  const capture = (form, submitter, path, target) => {
    taken.set(form, performance.now());
    const values = new FormData(form);
    if (submitter && submitter.name) values.append(submitter.name, submitter.value);
    const typed = visible(form).some((control) => !["checkbox", "radio"].includes(control.type));
    if ("entry" in form.dataset && form.dataset.entry !== SAME_ID && form.elements.client_id) {
      values.set("client_id", freshId());
      form.elements.client_id.value = freshId();
    }
    const holder = (submitter || form).closest("[data-hx-swap]");
    return {
      path,
      target: target.id,
      values,
      swap: holder && holder.getAttribute("data-hx-swap"),
      words: inWords(form, submitter, target),
      again: "entry" in form.dataset,
      sameId: form.dataset.entry === SAME_ID,
      typed,
      tapped: performance.now(),
      tappedAt: Date.now(),
      state: "waiting", // waiting, sending, failed
      reason: "",
      submitter,
    };
  };

  const sameContent = (one, other) => {
    const plain = (item) =>
      JSON.stringify([item.path, Array.from(item.values).filter(([name]) => name !== "client_id")]);
    return plain(one) === plain(other);
  };

  /* Words of saving */

  const announce = (words) => {
    const status = document.getElementById("status");
    if (status) status.textContent = words;
  };

  const makeButton = (words, action) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = words;
    button.addEventListener("click", action);
    return button;
  };

  const reasonFor = (status, again) => {
    const next = again ? " We keep trying." : "";
    if (status === 0) return `The server cannot be reached.${next}`;
    if (status === 401) return "You are signed out.";
    if (status === 403) return "The server did not accept this page any more.";
    if (status === 413) return "It is too long to be saved.";
    if (status === 507) return `The server has no room left to save it.${next}`;
    if (status >= 500 || status === 429) return `The server had a problem.${next}`;
    return "The server did not take it.";
  };

  /** Says that a tap was saved for a new day, which waits for a question or the line. */
  const makeMoved = (question) => {
    const line = document.createElement("p");
    line.className = "notice";
    line.dataset.moved = "";
    if (question) {
      const link = document.createElement("a");
      link.href = `#${question.closest(".card").id}`;
      link.textContent = "Please say first which day is meant";
      line.append("Saved for the new day. ", link, ", then it opens.");
    } else {
      line.append("Saved for the new day. It opens when nothing waits here any more.");
    }
    return line;
  };

  const tapped = { announce, capture, makeButton, makeMoved, reasonFor, sameContent, takenAt };
  window.backcare = { ...window.backcare, tapped };
})();
