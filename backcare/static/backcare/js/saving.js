/* Sends what was tapped, one after the other for each card, until the server said yes.

   htmx drops a queued request when its form was swapped out meanwhile, so a second
   quick tap would be lost. Every POST of a form with data-hx-post is therefore taken
   over at htmx:confirm, kept here as values, and sent from the card. A form with
   data-entry is sent again by itself until an answer comes, with the very same values:
   where it has a client_id, that is made fresh once, when it was tapped
   (data-entry="same-id" keeps the one it has). Any other value of data-entry says what
   the form is about, else the card's heading does. Nothing is kept in browser storage. */

(() => {
  "use strict";

  const PAUSES = [2000, 5000, 15000, 30000]; // ms before each try; the last one repeats
  const SLOW = 1000; // ms without an answer after which leaving the page is risky
  const WARN_WITHIN = 2000; // ms
  const ASKING = 'form[data-entry="same-id"]'; // asks which day was meant
  const { announce, capture, makeButton, makeMoved, reasonFor, sameContent } =
    window.backcare.tapped;
  const lanes = new Map(); // id of the card -> { waiting: [...], busy, timer, tries }

  const laneOf = (id) => {
    if (!lanes.has(id)) lanes.set(id, { waiting: [], busy: false, timer: 0, tries: 0 });
    return lanes.get(id);
  };

  /* What stands where the thumb was */

  const slotOf = (id) => {
    const card = document.getElementById(id);
    if (!card) return document.getElementById("main");
    let slot = card.querySelector("[data-problem]");
    if (!slot) {
      slot = document.createElement("div");
      slot.dataset.problem = "";
      card.append(slot);
    }
    return slot;
  };

  const makeLine = (id, item) => {
    const line = document.createElement("div");
    line.className = "unsaved";
    const words = document.createElement("p");
    const strong = document.createElement("strong");
    strong.textContent = item.again ? "Not saved yet" : "Not done yet";
    words.append(strong, `: ${item.words}. ${item.reason}`);
    line.append(words);
    if (item.signIn) {
      const link = document.createElement("a");
      link.href = document.body.dataset.signIn;
      link.target = "_blank";
      link.textContent = "Sign in in a new tab";
      words.append(" ", link, ", then save again.");
    }
    const actions = document.createElement("div");
    actions.className = "cluster";
    if (!item.stranger) actions.append(makeButton("Try again", () => retry(id)));
    actions.append(makeButton("Leave it out", () => forget(id, item)));
    line.append(actions);
    return line;
  };

  const show = (id) => {
    document.querySelectorAll(".unsaved").forEach((line) => {
      if (line.dataset.lane === id) line.remove();
    });
    laneOf(id)
      .waiting.filter((item) => item.state === "failed")
      .forEach((item) => {
        const line = makeLine(id, item);
        line.dataset.lane = id;
        slotOf(id).append(line);
      });
  };

  /* Sending */

  let sending = null; // the item whose request htmx is just preparing

  document.addEventListener("htmx:beforeSend", (event) => {
    if (!sending) return;
    const item = sending;
    item.xhr = event.detail.xhr;
    item.xhr.addEventListener("loadend", () => answered(item));
  });

  /** Whole seconds since the tap. One of the two clocks stands still while the device
      sleeps, the other one can be set back. */
  const waited = (item) =>
    Math.round(Math.max(item.sent - item.tapped, Date.now() - item.tappedAt) / 1000);

  const send = (id) => {
    const lane = laneOf(id);
    const item = lane.waiting[0];
    const card = document.getElementById(id);
    if (!item || lane.busy) return;
    clearTimeout(lane.timer);
    lane.busy = true;
    item.state = "sending";
    item.sent = performance.now();
    if (item.submitter) item.submitter.classList.add("is-sending");
    item.xhr = null;
    sending = item;
    window.htmx
      .ajax("POST", item.path, {
        source: card || document.body,
        target: card || document.getElementById("main"),
        swap: card ? item.swap : "none",
        values: item.values,
        headers: { "BackCare-Waited": String(waited(item)) },
      })
      .catch(() => {}); // answered() hears of it through loadend
    sending = null;
    if (!item.xhr) answered(item);
  };

  const answered = (item) => {
    const lane = laneOf(item.target);
    const status = item.xhr ? item.xhr.status : 0;
    const done = (status >= 200 && status < 400) || status === 409 || status === 422;
    lane.busy = false;
    if (item.submitter) item.submitter.classList.remove("is-sending");
    if (done) {
      lane.waiting.shift();
      lane.tries = 0;
      if (status < 400) follow(item, lane.waiting);
      lane.waiting.forEach((other) => (other.state = "waiting"));
      show(item.target);
      send(item.target);
      openNext();
      return;
    }
    if (item.left) {
      forget(item.target, item);
      return;
    }
    item.reason = reasonFor(status, item.again);
    item.signIn = status === 401;
    item.asleep = status === 401 || status === 403; // until the page is joined again
    const passing = status === 0 || status === 429 || status >= 500;
    lane.waiting.forEach((other) => {
      other.state = "failed";
      other.reason = other.reason || "It waits for the one above.";
    });
    show(item.target);
    announce(`Not saved yet: ${item.words}. ${item.reason}`);
    if (status === 403) rejoin();
    else if (item.again && passing) {
      const pause = PAUSES[Math.min(lane.tries, PAUSES.length - 1)];
      lane.tries += 1;
      lane.timer = setTimeout(() => send(item.target), pause);
    }
  };

  /** What was captured before an answer came was typed over what that answer saved. */
  const follow = (item, others) => {
    const forms = Array.from(document.querySelectorAll("form"));
    const fresh = forms.find((form) => form.getAttribute("data-hx-post") === item.path);
    const madeFrom = fresh && fresh.elements.made_from;
    others
      .filter((other) => madeFrom && other.path === item.path)
      .forEach((other) => other.values.set("made_from", madeFrom.value));
  };

  const forget = (id, item) => {
    const lane = laneOf(id);
    if (lane.busy && lane.waiting[0] === item) {
      item.left = true; // unless the answer that is awaited says that it is saved
      return;
    }
    lane.waiting = lane.waiting.filter((other) => other !== item);
    show(id);
    announce(`Left out: ${item.words}.`);
    send(id);
    openNext();
  };

  const retry = async (id) => {
    const [first] = laneOf(id).waiting;
    if (first && first.asleep) {
      first.rejoined = false;
      await rejoin();
    } else {
      send(id);
    }
  };

  /* After a sign-in in another tab the old token of this page is refused. The page is
     fetched again for its token, and only the person who tapped may go on. */

  let joining = false;

  const rejoin = async () => {
    if (joining) return;
    joining = true;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const { person } = page.body.dataset;
      const stranger = person !== undefined && person !== document.body.dataset.person;
      if (person !== undefined && !stranger) {
        const headers = page.body.getAttribute("data-hx-headers");
        const known = headers === document.body.getAttribute("data-hx-headers");
        document.body.setAttribute("data-hx-headers", headers);
        page.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((fresh, index) => {
          if (index) return;
          document
            .querySelectorAll("[name=csrfmiddlewaretoken]")
            .forEach((old) => (old.value = fresh.value));
        });
        wake(known);
      } else {
        settle(stranger);
      }
    } catch {
      settle(false);
    } finally {
      joining = false;
    }
  };

  const sleepers = () =>
    Array.from(lanes).filter(([, lane]) => lane.waiting.length && lane.waiting[0].asleep);

  const wake = (known) => {
    sleepers().forEach(([id, lane]) => {
      const [first] = lane.waiting;
      const tried = first.rejoined;
      first.rejoined = true;
      // A page that is still refused with a fresh token is not tried for ever.
      if (tried && known) return;
      lane.waiting.forEach((item) => {
        if (item.values.has("csrfmiddlewaretoken")) item.values.delete("csrfmiddlewaretoken");
      });
      send(id);
    });
  };

  const settle = (stranger) => {
    sleepers().forEach(([id, lane]) => {
      lane.waiting.forEach((item) => {
        item.stranger = stranger;
        item.signIn = !stranger;
        item.reason = stranger
          ? "Somebody else is signed in now, so it is not saved in their diary."
          : "You are signed out.";
      });
      show(id);
    });
  };

  /* Taking over */

  const enqueue = (item) => {
    const lane = laneOf(item.target);
    // Pressing Save again on what stands unsaved means: try again.
    const twin = item.typed && lane.waiting.find((other) => sameContent(other, item));
    if (twin) {
      retry(item.target);
      return;
    }
    if (lane.waiting.some((other) => other.state === "failed")) {
      item.state = "failed";
      item.reason = "It waits for the one above.";
    }
    lane.waiting.push(item);
    if (item.state === "failed") show(item.target);
    send(item.target);
  };

  /* A form that saves itself a moment after a change goes before any other tap on its
     card, whose answer would take the form away. */

  const unsent = new Set();

  const changed = ({ target: { form } }) => {
    if (form && form.matches("[data-hx-post][data-hx-trigger*='delay:']")) unsent.add(form);
  };
  // What is given back to a swapped card is only changed, not typed.
  ["input", "change"].forEach((name) => document.addEventListener(name, changed));

  const flush = (card, form) => {
    unsent.delete(form);
    unsent.forEach((other) => {
      if (other.isConnected && !card.contains(other)) return;
      unsent.delete(other);
      if (!other.isConnected) return;
      enqueue(capture(other, null, other.getAttribute("data-hx-post"), card));
    });
  };

  document.addEventListener("htmx:confirm", (event) => {
    const { elt, verb, path, target, triggeringEvent } = event.detail;
    const form = elt instanceof HTMLFormElement ? elt : elt.form;
    if (!form || verb !== "post" || !target.id) return;
    event.preventDefault();
    const pressed = triggeringEvent && triggeringEvent.submitter;
    const submitter = elt === form ? pressed || null : elt;
    flush(target, form);
    enqueue(capture(form, submitter, path, target));
  });

  /* Another page opens only when nothing of this one waits any more. A new day waits for
     every answer, the person's too: which day a note is for. A warning waits no longer
     than for taps that are just on their way. */

  let next = null; // { address, warns, opened }
  let leaving = false;
  const moved = new Set(); // cards whose tap was saved for a new day

  const sayThatItWaits = () => {
    document.querySelectorAll("[data-moved]").forEach((line) => line.remove());
    const question = document.querySelector(ASKING);
    moved.forEach((id) => slotOf(id).append(makeMoved(question)));
    if (moved.size) announce(makeMoved(question).textContent);
  };

  const open = () => {
    if (!next.opened) location.href = next.address;
    next.opened = true;
  };

  const openNext = () => {
    if (!next || leaving) return;
    const waiting = Array.from(lanes.values()).flatMap((lane) => lane.waiting);
    const asks = document.querySelector(ASKING);
    const stuck = waiting.every((item) => item.state === "failed");
    leaving = !waiting.length && !asks;
    if (leaving || (next.warns && stuck)) {
      open();
    } else if (!next.warns) {
      sayThatItWaits();
    }
  };

  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr } = event.detail;
    const address = xhr.getResponseHeader("HX-Redirect");
    const waiting = Array.from(lanes.values()).flatMap((lane) => lane.waiting);
    const sent = address && waiting.find((item) => item.xhr === xhr);
    if (!sent) return;
    event.preventDefault();
    const card = document.getElementById(sent.target);
    if (card && sent.sameId) card.querySelectorAll(ASKING).forEach((form) => form.remove());
    else moved.add(sent.target);
    const warns = !new URL(address, location.href).searchParams.has("done");
    if (warns || !next || !next.warns) next = { address, warns };
    if (warns) setTimeout(open, WARN_WITHIN);
  });

  document.addEventListener("htmx:afterSwap", () => {
    lanes.forEach((lane, id) => {
      const lines = Array.from(document.querySelectorAll(".unsaved"));
      const stands = lines.some((line) => line.dataset.lane === id);
      if (!stands && lane.waiting.some((item) => item.state === "failed")) show(id);
    });
  });

  window.addEventListener("online", () => lanes.forEach((_, id) => send(id)));

  const returned = () => {
    if (document.visibilityState === "visible" && sleepers().length) rejoin();
  };
  window.addEventListener("focus", returned);
  document.addEventListener("visibilitychange", returned);

  window.addEventListener("beforeunload", (event) => {
    if (leaving) return;
    const risky = document.querySelector(ASKING) || Array.from(lanes.values()).some((lane) =>
      lane.waiting.some(
        (item, index) => index > 0 || item.state === "failed" || performance.now() - item.sent > SLOW,
      ),
    );
    if (risky) event.preventDefault();
  });

  /* Whatever else htmx asks for (a GET, a button of its own) and does not get */

  const failed = (event) => {
    const { elt, xhr, requestConfig } = event.detail;
    const ours = Array.from(lanes.values()).some((lane) => lane.waiting.some((item) => item.xhr === xhr));
    if (ours || !requestConfig) return;
    document.querySelectorAll(".notice[data-failed]").forEach((old) => old.remove());
    const line = document.createElement("p");
    line.className = "notice notice-warn";
    line.dataset.failed = "";
    line.textContent =
      xhr && xhr.status === 401
        ? "You are signed out. Please sign in and try again."
        : "That did not work. Nothing was changed. Please try again.";
    if (elt.isConnected && elt !== document.body) elt.after(line);
    else document.getElementById("main").prepend(line);
    announce(line.textContent);
  };
  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach((name) =>
    document.addEventListener(name, failed),
  );
})();
