/** The form by which one logs in. */

import "../frame";
import { ApiError, send } from "../api";
import { one, tell } from "../dom";

const form = one<HTMLFormElement>("#login");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const given = new FormData(form);
  const button = one<HTMLButtonElement>("button.first", form);
  button.disabled = true;
  try {
    await send("/api/session", { name: given.get("name"), password: given.get("password") });
    location.assign(form.dataset.next ?? "/");
  } catch (error) {
    tell(error instanceof ApiError ? error.told : String(error), "problem");
    one<HTMLInputElement>("input[name=password]", form).focus();
  } finally {
    button.disabled = false;
  }
});
