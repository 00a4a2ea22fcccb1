import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { loadRare, strings } from "./strings";

/** A part of the chat that comes in a file of its own. */
export interface Later<P> extends FunctionComponent<P> {
  /** Fetches it before it is shown. Rejects where it cannot be had. */
  load(): Promise<void>;
}

/**
 * A part that is fetched when it is first shown: `later(async () => (await
 * import("./Rating")).Rating)`. Meanwhile, and where it cannot be had, it says
 * so; the button tries again, and where that fails too loads the page anew,
 * which keeps what was written: after an update of the server the old files are
 * gone, and Safari does not ask twice for a script that failed. What is only nice
 * to have is quiet instead: nothing stands in its place.
 */
export function later<P extends object>(fetch: () => Promise<FunctionComponent<P>>, quiet = false): Later<P> {
  let Part: FunctionComponent<P> | undefined;
  const load = async () => {
    const [part] = await Promise.all([fetch(), loadRare()]);
    Part = part;
  };
  function Shown(props: P) {
    const [tries, setTries] = useState(1);
    const [failed, setFailed] = useState(false);
    const [, drawn] = useState(false);
    useEffect(() => {
      if (Part) return;
      let here = true;
      setFailed(false);
      load().then(
        () => here && drawn(true),
        () => here && (tries > 1 ? location.reload() : setFailed(true)),
      );
      return () => {
        here = false;
      };
    }, [tries]);
    if (Part) return <Part {...props} />;
    if (quiet) return null;
    return (
      <p class="line" role={failed ? "alert" : "status"}>
        {failed ? strings.partFailed : strings.partLoading}
        {failed && <button type="button" onClick={() => setTries(tries + 1)}>{strings.partAgain}</button>}
      </p>
    );
  }
  return Object.assign(Shown, { load });
}
