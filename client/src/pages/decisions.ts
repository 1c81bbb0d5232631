/** The ledger of decisions: each can be undone. */

import "../frame";
import "../../styles/review.css";
import { ApiError, send } from "../api";
import { all, tell } from "../dom";

for (const select of all<HTMLSelectElement>(".filter select")) {
  select.addEventListener("change", () => select.form?.requestSubmit());
}
for (const button of all<HTMLButtonElement>("button.undo")) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await send("/api/decisions", { kind: "undo", decision: button.dataset.decision });
      location.reload();
    } catch (error) {
      tell(error instanceof ApiError ? error.told : String(error), "problem");
      button.disabled = false;
    }
  });
}
