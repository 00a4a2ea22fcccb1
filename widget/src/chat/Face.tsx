import { useState } from "preact/hooks";
import { faceURL, groundOf, initialOf } from "../face/face";

export interface FaceProps {
  name: string;
  /** Id of his picture; absent = he has none. */
  face?: string | undefined;
  /** In a line of text; else it fills the box around it. */
  small?: boolean;
}

// Here and not in a sheet: the first load names each file that it may fetch.
const fills = { display: "grid", placeItems: "center", width: "100%", height: "100%", borderRadius: "50%", color: "#fff", objectFit: "cover" } as const;
const inLine = { ...fills, display: "inline-grid", width: "18px", height: "18px", marginRight: "5px", fontSize: "11px", lineHeight: "1", verticalAlign: "middle" } as const;

/** A person: his picture, or a letter on a colour of his own where there is none or it is gone. Who it is the text beside it says. */
export function Face({ name, face, small }: FaceProps) {
  const [gone, setGone] = useState("");
  const style = small ? inLine : fills;
  if (face && face !== gone) return <img class="face" style={style} src={faceURL(face)} alt="" onError={() => setGone(face)} />;
  return <span class="face" aria-hidden="true" style={{ ...style, background: groundOf(name) }}>{initialOf(name)}</span>;
}
