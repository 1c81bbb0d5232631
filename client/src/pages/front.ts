import "../frame";
