import { later } from "./later";
import type { Model } from "./model";
import { strings } from "./strings";

export const Notice = later(async () => (await import("./Notice")).Notice);

/**
 * What the shop tells everybody (公告), as the server said last. The box stays when
 * there is nothing in it, so that screen readers say what comes into it.
 */
export function Announcement({ model }: { model: Model }) {
  model.version.value; // reads the session itself
  const { notice } = model.session;
  const said = notice === undefined ? model.greeting.value?.announcement : notice;
  return (
    <div role="status" aria-label={strings.announcement}>
      {said && <Notice key={said.id} said={said} model={model} />}
    </div>
  );
}
