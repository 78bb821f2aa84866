// Passkeys: what a browser cannot do without a script. All else of the pages works without.
"use strict";

(() => {
  const bytes = (text) => {
    const base64 = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)).buffer;
  };

  const text = (buffer) =>
    buffer
      ? btoa(String.fromCharCode(...new Uint8Array(buffer)))
          .replace(/\+/g, "-")
          .replace(/\//g, "_")
          .replace(/=+$/, "")
      : undefined;

  const post = async (path, section, body) => {
    const response = await fetch(path, {
      method: "POST",
      credentials: "same-origin",
      headers: {
        "Content-Type": "application/json",
        [section.dataset.csrfHeader]: section.dataset.csrf,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) {
      throw new Error("refused");
    }
    return response.json();
  };

  const descriptors = (list) =>
    (list || []).map((it) => ({ ...it, id: bytes(it.id) }));

  const signIn = async (section) => {
    const options = await post("/webauthn/authenticate/options", section);
    const credential = await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: descriptors(options.allowCredentials),
      },
    });
    const { response } = credential;
    await post("/login/webauthn", section, {
      id: credential.id,
      rawId: text(credential.rawId),
      response: {
        authenticatorData: text(response.authenticatorData),
        clientDataJSON: text(response.clientDataJSON),
        signature: text(response.signature),
        userHandle: text(response.userHandle),
      },
      credType: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      authenticatorAttachment: credential.authenticatorAttachment,
    });
    location.assign("/auth/continue");
  };

  const register = async (section) => {
    const options = await post("/webauthn/register/options", section);
    const credential = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: descriptors(options.excludeCredentials),
      },
    });
    const { response } = credential;
    const label = section.querySelector("input[name=label]");
    await post("/webauthn/register", section, {
      publicKey: {
        credential: {
          id: credential.id,
          rawId: text(credential.rawId),
          response: {
            attestationObject: text(response.attestationObject),
            clientDataJSON: text(response.clientDataJSON),
            transports: response.getTransports ? response.getTransports() : [],
          },
          type: credential.type,
          clientExtensionResults: credential.getClientExtensionResults(),
          authenticatorAttachment: credential.authenticatorAttachment,
        },
        label: label.value.trim() || label.placeholder,
      },
    });
    location.assign("/auth/account?done=passkey");
  };

  if (!window.PublicKeyCredential) {
    return;
  }
  for (const section of document.querySelectorAll("[data-passkey]")) {
    const button = section.querySelector("button[data-start]");
    const status = section.querySelector("[role=status]");
    const work = section.dataset.passkey === "register" ? register : signIn;
    section.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      status.classList.remove("bad");
      status.textContent = section.dataset.waiting;
      try {
        await work(section);
      } catch (failure) {
        const { cancelled, known, failed } = section.dataset;
        const reasons = { NotAllowedError: cancelled, InvalidStateError: known };
        status.textContent = reasons[failure.name] || failed;
        status.classList.toggle("bad", !reasons[failure.name]);
        button.disabled = false;
      }
    });
  }
})();
