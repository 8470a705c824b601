// Passkeys: a form with data-passkey="add", "confirm" or "sign-in" is shown where the
// browser can do it; sending it asks the device first and sends what the device says.
(() => {
  "use strict";

  const device = window.webauthnJSON;
  const able = Boolean(window.PublicKeyCredential && device);

  const fromPage = (name) => {
    const data = document.getElementById("passkey-data");
    return JSON.parse(data.textContent)[name];
  };

  const ways = {
    add(form) {
      const options = fromPage("creation_options");
      const alone = form.elements.passwordless;
      if (alone && alone.checked) {
        Object.assign(options.publicKey.authenticatorSelection, {
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        });
      }
      return device.create(options);
    },
    confirm() {
      return device.get(fromPage("request_options"));
    },
    async "sign-in"(form) {
      const answer = await fetch(form.dataset.passkeyOptions, {
        headers: { Accept: "application/json" },
      });
      if (!answer.ok) {
        throw new Error("no options");
      }
      return device.get((await answer.json()).request_options);
    },
  };

  const ask = async (form) => {
    const problem = form.querySelector("[data-passkey-problem]");
    problem.hidden = true;
    try {
      const credential = await ways[form.dataset.passkey](form);
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch {
      problem.textContent = "It was cancelled, or did not work. Please try again.";
      problem.hidden = false;
    }
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = !able;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  }
  for (const note of document.querySelectorAll("[data-passkey-missing]")) {
    note.hidden = able;
  }
})();
