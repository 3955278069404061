// Security keys: fetches what the server wants signed, asks the key, and sends the form with its answer.
const canUseKeys = Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);
const UNABLE = "This browser cannot use security keys. Use the code of your authenticator, or a newer browser.";
const FAILED = "The key did not answer. Try it again, or use the code of your authenticator.";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-key-challenge]");
  if (!button) return;
  const form = button.form, trouble = form.querySelector("[data-key-trouble]");
  if (!canUseKeys) { trouble.textContent = UNABLE; return; }
  const needed = form.elements[button.dataset.keyNeeds];
  if (needed && !needed.value.trim()) { trouble.textContent = "Give the key a name first."; needed.focus(); return; }
  trouble.textContent = "";
  button.disabled = true;
  try {
    form.elements[button.dataset.keyField].value = JSON.stringify(await answerOf(button, form));
    HTMLFormElement.prototype.submit.call(form);
  } catch (error) {
    trouble.textContent = FAILED;
    console.warn(error.name);
  } finally {
    button.disabled = false;
  }
});

async function answerOf(button, form) {
  const headers = { "X-CSRFToken": form.elements.csrf_token.value, "HX-Request": "true" };
  const answer = await fetch(button.dataset.keyChallenge, { method: "POST", headers });
  if (!answer.ok) throw new Error(`challenge: ${answer.status}`);
  const asked = await answer.json();
  const adding = button.dataset.keyField === "attestation";
  const publicKey = adding
    ? PublicKeyCredential.parseCreationOptionsFromJSON(asked) : PublicKeyCredential.parseRequestOptionsFromJSON(asked);
  const credential = await (adding ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
  return credential.toJSON();
}
