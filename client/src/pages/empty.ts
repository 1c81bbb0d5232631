/** The first page of a book that holds nothing yet. */

import "../frame";
