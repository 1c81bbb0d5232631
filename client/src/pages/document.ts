/** One article with all that it says. */

import "../frame";
import { liven } from "../article";

liven();
