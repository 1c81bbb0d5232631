/** The list of articles. */

import "../frame";
import "../../styles/article.css";
