/* Leads through a practice: get ready, hold, rest, change sides, next.

   Time is always worked out from the clock, never from counted ticks, so it is right
   after a locked screen or a tab in the background. Where nobody could have been led
   for long, it asks what was done rather than say so itself. Each finished set is sent
   at once. Phases are announced to screen readers, seconds are not. */

(() => {
  "use strict";

  const root = document.querySelector("[data-practice]");
  const plan = document.getElementById("practice-plan");
  if (!root || !plan) return;

  const TICK = 200; // ms
  const WORTH_TELLING = 60000; // ms of a set that was not finished
  const OPEN_WORTH_TELLING = 10000; // ms, where no time is given
  const SKIPPED = 1000; // ms: what was left sooner was not done
  const AWAY = 300000; // ms out of sight, past the end of the set that was seen to run
  const GONE_ON = 10000; // ms, and a tenth of it at the most: less of a set was skipped
  const COUNTED = new Set(["hold", "move", "open"]);
  const PACED = new Set(["move", "in", "out"]); // their length is the same each time
  const ACTIVE = new Set(["hold", "move", "release", "timed", "open", "in", "out"]);

  const part = (name) => root.querySelector(`[data-${name}]`);
  const done = new Set(root.dataset.done.split(",").filter(Boolean).map(Number));
  const sets = JSON.parse(plan.textContent).sets.filter((one) => !done.has(one.number));
  const steps = sets.flatMap((one, index) =>
    one.phases.map((phase, at) => ({ ...phase, index, last: at === one.phases.length - 1 })),
  );

  const whole = steps.reduce((sum, phase) => sum + phase.seconds, 0); // s, by the clock

  let at = 0; // the phase
  let began = 0; // when it began, on the clock
  let spent = 0; // ms of it that had passed when it was paused
  let running = false;
  let active = 0; // ms of exercise in the set so far
  let times = [0, 0]; // how often the move was done in it, on each side
  let timer = 0;
  let lock = null;
  let sound = null;
  let speaks = false;

  /* ---- what was done ---- */

  let finished = false;
  const ending = document.getElementById("practice-end");
  const end = () => ending.submit();
  const sending = window.backcare.sendingOf(root, () => finished && end());

  const sided = (one) => one.phases.some((phase) => phase.kind === "switch");
  const fullOf = (one) => one.phases.reduce((sum, p) => sum + (ACTIVE.has(p.kind) ? p.seconds : 0), 0);

  /** Which side the phase is on: 0 until sides were changed, then 1. */
  const sideAt = () => {
    const { index } = step();
    return steps.slice(0, at).some((p) => p.index === index && p.kind === "switch") ? 1 : 0;
  };

  /** What was done of a set in ``ms``; null for less than ``least``. */
  const told = (one, ms, least) => {
    const done = { number: one.number, seconds: Math.round(ms / 1000) };
    const [fewer, more] = [...times].sort((a, b) => a - b);
    if (one.repetitions) {
      if (!more) return null;
      done.repetitions = more;
      if (sided(one) && fewer < more) done.other = fewer;
    } else {
      if (ms < least) return null;
      if (sided(one) && !fewer) done.other = 0;
    }
    return done;
  };

  /** What was done of the set that is led through now, if it is worth telling. */
  const begunSet = () => {
    const now = step();
    const one = setOf();
    const ms = active + (ACTIVE.has(now.kind) ? passed() : 0);
    // A move in its midst is none; a long hold of which half is over was one.
    if (!one.repetitions && COUNTED.has(now.kind) && passed() >= Math.max(SKIPPED, now.seconds * 500))
      times[sideAt()] += 1;
    const full = fullOf(one);
    return told(one, ms, full ? Math.min(WORTH_TELLING, full * 500) : OPEN_WORTH_TELLING);
  };

  // Ended in the midst of a set, or before the last one was answered.
  ending.addEventListener("submit", (event) => {
    const begun = finished || !step() ? null : begunSet();
    if (finished || (!begun && !sending.busy())) return;
    event.preventDefault();
    const ended = away ? seen.when : Date.now();
    halt();
    answered();
    finished = true;
    part("phase").textContent = "Saving.";
    part("announce").textContent = "Saving.";
    if (begun) sending.add({ ...begun, ended });
  });

  /* ---- cues ---- */

  const beep = () => {
    if (!sound) return;
    const tone = sound.createOscillator();
    const loud = sound.createGain();
    tone.connect(loud).connect(sound.destination);
    tone.frequency.value = 660;
    loud.gain.setValueAtTime(0.2, sound.currentTime);
    loud.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + 0.4);
    tone.start();
    tone.stop(sound.currentTime + 0.4);
  };

  // A voice that is not local would send the words to a server.
  const voices = () =>
    "speechSynthesis" in window
      ? speechSynthesis.getVoices().filter((v) => v.localService && v.lang.startsWith("en"))
      : [];

  const speak = (words) => {
    const [voice] = voices();
    if (!speaks || !voice) return;
    speechSynthesis.cancel();
    const spoken = new SpeechSynthesisUtterance(words);
    spoken.voice = voice;
    speechSynthesis.speak(spoken);
  };

  const keepAwake = async () => {
    if (!("wakeLock" in navigator) || lock || document.hidden) return;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => {
        lock = null;
      });
    } catch {
      lock = null;
    }
  };

  const letSleep = () => lock && lock.release();

  /* ---- the clock ---- */

  const passed = () => spent + (running ? Date.now() - began : 0);
  const inWords = (ms) => {
    const seconds = Math.max(0, Math.ceil(ms / 1000));
    if (seconds < 60) return String(seconds);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };

  const step = () => steps[at];
  const setOf = () => sets[step().index];

  const show = () => {
    const now = step();
    const one = setOf();
    part("name").textContent = one.name;
    part("set").textContent = one.sets > 1 ? `Set ${one.of_exercise} of ${one.sets}` : "";
    part("phase").textContent = now.says;
    const left = now.seconds ? now.seconds * 1000 - passed() : passed();
    part("clock").textContent = inWords(left);
    part("clock").classList.toggle("is-long", part("clock").textContent.length > 4);
    breathe();
    const gone = steps.slice(0, at).reduce((sum, phase) => sum + phase.seconds, 0);
    part("progress").value = (gone + Math.min(passed() / 1000, now.seconds)) / (whole || 1);
    part("pause").textContent = running ? "Pause" : "Go on";
    part("next").textContent = now.seconds ? "Next" : "Done";
    for (const card of root.querySelectorAll("[data-exercise]"))
      card.hidden = card.dataset.exercise !== one.exercise;
  };

  /** The breathing figure: it fills with the breath in and empties with the breath out. */
  const breathe = () => {
    const now = step();
    const breathing = setOf().phases.some((phase) => phase.kind === "in");
    part("breath").hidden = !breathing || now.kind === "ready";
    if (!breathing) return;
    const share = Math.min(passed() / (now.seconds * 1000 || 1), 1);
    const air = { in: share, hold: 1, out: 1 - share }[now.kind] ?? 0;
    part("air").style.transform = `scale(${0.25 + 0.75 * air})`;
  };

  const spoken = (seconds) =>
    seconds < 60 || seconds % 60 ? `${seconds} seconds` : `${seconds / 60} minute${seconds === 60 ? "" : "s"}`;

  const setNumber = (one) => `set ${one.of_exercise} of ${one.sets}`;

  /** Heard, as the heading is only seen to change. */
  const readyFor = (one) => `Get ready: ${one.of_exercise > 1 ? setNumber(one) : one.name}`;

  const announce = () => {
    const now = step();
    const long = now.seconds > 4 && !PACED.has(now.kind) ? `, ${spoken(now.seconds)}` : "";
    // Where a rest is as short as the dose says, nothing else tells the set.
    const then = now.kind === "rest" && steps[at + 1].kind !== "ready" ? `, then ${setNumber(setOf())}` : "";
    const words = now.kind === "ready" ? readyFor(setOf()) : `${now.says}${long}${then}`;
    part("announce").textContent = words;
    speak(words);
    beep();
  };

  /** Go to the next phase; ``over`` ms of it have passed already. */
  const advance = (over) => {
    const left = step();
    if (ACTIVE.has(left.kind)) {
      const ms = left.seconds ? left.seconds * 1000 - Math.max(0, -over) : passed();
      active += ms;
      if (COUNTED.has(left.kind) && (ms >= SKIPPED || !left.seconds)) times[sideAt()] += 1;
    }
    if (left.last) {
      // What was only skipped through is not sent: it was not done.
      const done = told(sets[left.index], active, Math.min(fullOf(sets[left.index]) * 100, GONE_ON));
      active = 0;
      times = [0, 0];
      if (done) sending.add({ ...done, ended: Date.now() - Math.max(0, over) });
    }
    at += 1;
    spent = Math.max(0, over);
    began = Date.now();
    if (at < steps.length) return true;
    halt();
    finished = true;
    part("phase").textContent = "Done. Saving.";
    part("announce").textContent = "Done.";
    speak("Done.");
    if (!sending.busy()) end();
    return false;
  };

  /** Go on to where the clock is, but begin no set after ``last``; false at the end. */
  const catchUp = (last) => {
    let moved = false;
    while (step().index <= last && step().seconds && passed() >= step().seconds * 1000) {
      moved = true;
      if (!advance(passed() - step().seconds * 1000)) return false;
    }
    if (moved) announce();
    return true;
  };

  const tick = () => {
    if (!running) return;
    if (!leads()) {
      // What was begun in sight ends by the clock; nothing more is begun.
      catchUp(seen.index);
      if (step() && step().index === seen.index) seen.passed = passed();
      return;
    }
    if (Date.now() > seen.ends + AWAY) {
      ask();
      return;
    }
    if (!catchUp(sets.length)) return;
    look();
    show();
  };

  const go = () => {
    running = true;
    began = Date.now();
    timer = setInterval(tick, TICK);
    keepAwake();
    look();
    show();
  };

  /* ---- out of sight ---- */

  let away = null; // while it is asked: since when, and how far the phase is by the clock
  // When somebody was last led, in which set, when that ends, and how far its phase was.
  const seen = { when: 0, index: 0, ends: 0, passed: 0 };

  /** Whether anybody can be led: the page is in sight, or can be heard. */
  const leads = () => !document.hidden || Boolean(sound) || speaks;

  const look = () => {
    const { index } = step();
    const length = steps.slice(at).reduce((sum, p) => sum + (p.index === index ? p.seconds : 0), 0);
    const left = Math.max(0, length * 1000 - passed());
    Object.assign(seen, { when: Date.now(), index, ends: Date.now() + left, passed: passed() });
  };

  /** A set that nobody saw is logged only if the person says that it was done. */
  const ask = () => {
    away = { since: Date.now(), passed: passed() };
    halt();
    spent = step().index === seen.index ? seen.passed : 0;
    const rest = steps.slice(at);
    const over = rest.every((p) => p.seconds) && away.passed >= rest.reduce((sum, p) => sum + p.seconds * 1000, 0);
    const all = over ? "Yes, I did it all" : "Yes, up to now";
    part("all").textContent = step().seconds ? all : "Yes, all that time";
    const minutes = Math.round((away.since - seen.when) / 60000);
    const long = minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
    const words = `This page was out of sight for ${long}.`;
    part("away-words").textContent = `${words} Only you know what you did.`;
    show();
    turnTo(true);
    part("announce").textContent = `Did you go on? ${words}`;
    part("away").focus();
  };

  const turnTo = (question) => {
    part("away").hidden = !question;
    for (const led of root.querySelectorAll("[data-led]")) led.hidden = question;
    if (question) part("breath").hidden = true;
  };

  const answered = () => {
    away = null;
    turnTo(false);
  };

  part("all").addEventListener("click", () => {
    spent = away.passed + Date.now() - away.since;
    answered();
    const from = at;
    go();
    tick();
    // How long of it went by in what has no end of its own, nobody knows.
    if (at > from && step() && !step().seconds) spent = 0;
    part("pause").focus();
  });
  part("from-there").addEventListener("click", () => {
    answered();
    go();
    announce();
    part("pause").focus();
  });

  const halt = () => {
    spent = passed();
    running = false;
    clearInterval(timer);
    letSleep();
  };

  const skip = () => {
    const now = step();
    const short = now.seconds ? passed() - now.seconds * 1000 : 0;
    if (!running) spent = passed();
    if (advance(Math.min(short, 0))) {
      announce();
      show();
    }
  };

  /* ---- controls ---- */

  part("pause").addEventListener("click", () => {
    if (running) halt();
    else go();
    show();
  });
  part("next").addEventListener("click", skip);
  part("sound").addEventListener("click", (event) => {
    sound = sound ? null : new AudioContext();
    event.currentTarget.setAttribute("aria-pressed", String(Boolean(sound)));
    beep();
  });
  part("voice").addEventListener("click", (event) => {
    speaks = !speaks;
    event.currentTarget.setAttribute("aria-pressed", String(speaks));
    speak(part("announce").textContent);
  });
  const offerVoice = () => {
    part("voice").hidden = !voices().length;
  };
  if ("speechSynthesis" in window) {
    speechSynthesis.addEventListener("voiceschanged", offerVoice);
    offerVoice();
  }
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && running) {
      tick();
      keepAwake();
    }
  });

  root.classList.add("is-led");
  part("player").hidden = false;
  if (!steps.length) {
    end();
  } else if ("fresh" in root.dataset) {
    go();
    announce();
  } else {
    show();
  }
})();
