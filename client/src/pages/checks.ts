/** What the texts say against the record: asked for again while it is being worked out. */

import "../frame";
import "../../styles/checks.css";
import { all } from "../dom";
import { waitForIt } from "../waiting";

for (const select of all<HTMLSelectElement>(".filter select")) {
  select.addEventListener("change", () => select.form?.requestSubmit());
}
if (document.querySelector("#being-made")) void waitForIt();
