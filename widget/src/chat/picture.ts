/** Pictures are made no wider and no higher than this before they are sent, in pixels. */
export const longest = 2_000;

/** A PNG that is larger than this, in bytes, is a photograph and goes as JPEG. */
const drawn = 2 * 1024 * 1024;

/** Of the small picture that is shown while it is sent, in pixels. */
const small = 160;

/** A file as it is sent, and a small picture of it as a data: address ("" where there is none). */
export interface Prepared {
  body: Blob;
  name: string;
  thumb: string;
}

/** What the server reads. Where the browser reads more (Safari HEIC, others AVIF and BMP), it goes as JPEG. */
const read = /^image\/(?:png|jpeg|webp|gif)$/;

/**
 * Makes a picture fit to be sent: turned as it was taken, at most 2,000 pixels
 * long, of a kind that the server reads. Moving pictures, other files and what this
 * browser cannot read go as they are: the server decides about them.
 */
export async function prepare(file: File): Promise<Prepared> {
  const asIs = { body: file, name: file.name, thumb: "" };
  if (!file.type.startsWith("image/") || typeof createImageBitmap === "undefined") return asIs;
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return asIs; // as HEIC outside of Safari
  }
  try {
    const thumb = draw(bitmap, small)?.toDataURL("image/jpeg", 0.7) ?? "";
    if (file.type === "image/gif" || (read.test(file.type) && Math.max(bitmap.width, bitmap.height) <= longest)) return { ...asIs, thumb };
    const body = await reduce(bitmap, file.type === "image/png");
    return body ? { body, name: named(file.name, body.type), thumb } : { ...asIs, thumb };
  } finally {
    bitmap.close();
  }
}

async function reduce(bitmap: ImageBitmap, png: boolean): Promise<Blob | null> {
  const canvas = draw(bitmap, longest);
  if (!canvas) return null;
  const as = (type: string) => new Promise<Blob | null>((done) => canvas.toBlob(done, type, 0.88));
  const lossless = png ? await as("image/png") : null;
  return lossless && lossless.size <= drawn ? lossless : as("image/jpeg");
}

/** The picture, at most `most` long; on white, because JPEG knows no glass. */
function draw(bitmap: ImageBitmap, most: number): HTMLCanvasElement | null {
  const scale = Math.min(1, most / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** The name of a file that is of this type now. */
function named(name: string, type: string): string {
  const ending = type === "image/png" ? ".png" : ".jpg";
  return name.replace(/\.[^.]*$/, "") + ending;
}
