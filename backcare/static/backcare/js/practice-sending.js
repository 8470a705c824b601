/* Sends what was done, set by set: in order, and each again until it is answered.
   Nothing is kept in browser storage. */

(() => {
  "use strict";

  const PAUSES = [1000, 3000, 10000, 30000]; // ms before a set is sent again
  const NO_LINE = "there is no connection.";
  const SIGNED_OUT = "you are signed out. Sign in in a new tab.";
  const STRANGER = "somebody else is signed in now. Sign in as yourself in a new tab.";

  const whyNot = (answer) => {
    if (!answer) return NO_LINE;
    return answer.status === 401 ? SIGNED_OUT : "something went wrong on the server.";
  };

  /** Sends sets for the player in ``root``; calls ``allSaved`` whenever none is left. */
  const sendingOf = (root, allSaved) => {
    const waiting = [];
    let sending = false;
    let tries = 0;
    let lastToken = ""; // one that was fetched and is refused is not sent at once again

    const token = () => root.querySelector("[name=csrfmiddlewaretoken]").value;

    const say = (words) => {
      root.querySelector("[data-saving]").textContent = words;
    };

    const send = async () => {
      if (sending || !waiting.length) return;
      sending = true;
      const { number, ended, ...rest } = waiting[0];
      // Sent late, as after a locked screen, it still was done when it was.
      const ago = Math.max(0, Math.round((Date.now() - ended) / 1000));
      let answer = null;
      try {
        answer = await fetch(root.dataset.sets.replace("/0/", `/${number}/`), {
          method: "POST",
          headers: { "BackCare-Player": "1", "X-CSRFToken": token() },
          body: new URLSearchParams({ ...rest, ago }),
        });
      } catch {
        answer = null;
      }
      const why = answer && answer.status === 403 ? await rejoined() : whyNot(answer);
      sending = false;
      if (answer && (answer.ok || answer.status === 404)) {
        waiting.shift();
        tries = 0;
        say(waiting.length ? "" : "Saved so far.");
        if (waiting.length) send();
        else allSaved();
        return;
      }
      if (!why) {
        send();
        return;
      }
      say(`Not saved yet: ${why} It is sent again by itself.`);
      setTimeout(send, PAUSES[Math.min(tries, PAUSES.length - 1)]);
      tries += 1;
    };

    /* After a sign-in in another tab the old token of this page is refused. The page is
       fetched again for its token; answers why it still cannot be saved, if so. */
    const rejoined = async () => {
      let body = null;
      try {
        const answer = await fetch(location.href);
        body = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      } catch {
        return NO_LINE;
      }
      const { person, hxHeaders } = body.dataset;
      if (person === undefined) return SIGNED_OUT;
      if (person !== document.body.dataset.person) return STRANGER;
      const fresh = JSON.parse(hxHeaders)["X-CSRFToken"];
      const known = fresh === lastToken;
      lastToken = fresh;
      for (const field of root.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = fresh;
      return known ? whyNot({ status: 403 }) : "";
    };

    addEventListener("online", send);
    addEventListener("beforeunload", (event) => {
      if (waiting.length) event.preventDefault();
    });

    return {
      /** ``set``: its number, what was done of it, and when it ``ended`` (ms). */
      add: (set) => {
        waiting.push(set);
        send();
      },
      busy: () => sending || waiting.length > 0,
    };
  };

  window.backcare = { ...window.backcare, sendingOf };
})();
