/** The page of one incident: its map, the sentence behind each value, decisions that can be undone, what is copied. */

import "../frame";
import "../../styles/incident.css";
import { decisions } from "../incident/decide";
import { showMap } from "../incident/map";
import { sharing } from "../incident/share";
import { tips } from "../incident/tips";

showMap();
tips();
decisions();
sharing();
