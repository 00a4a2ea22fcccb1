// What comes with a person: the wait for one, the face, the rating at the end. One
// file, because who sees one of them sees the others.
export { Face } from "./Face";
export { Rating } from "./Rating";
export { Waiting } from "./Waiting";
