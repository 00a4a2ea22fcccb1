import { useState } from "react";
import { faceURL, groundOf, initialOf } from "../../face/face";
import "./profile.css";

interface FaceProps {
  name: string;
  /** Id of his picture; absent = he has none. */
  face?: string | undefined;
  /** Pixels. */
  size?: number;
}

/** A person: his picture, or a letter on a colour of his own. His name stands beside it. */
export function Face({ name, face, size = 22 }: FaceProps) {
  const [gone, setGone] = useState("");
  const box = { width: size, height: size };
  if (face && face !== gone) return <img className="face" style={box} src={faceURL(face)} alt="" onError={() => setGone(face)} />;
  return (
    <span className="face" aria-hidden="true" style={{ ...box, fontSize: size / 2, background: groundOf(name) }}>{initialOf(name)}</span>
  );
}
