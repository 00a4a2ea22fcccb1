import { Icon } from "./icons";
import { strings } from "./strings";
import "./Staging.css";
import type { Staged, Uploads } from "./uploads";

/** The files that go with the next message: how far they are, and how to be rid of them. */
export function Staging({ uploads }: { uploads: Uploads }) {
  const list = uploads.list.value;
  const waits = list.some((s) => s.state === "busy");
  return (
    <>
      {list.length > 0 && (
        <ul class="staged" aria-label={strings.staged}>
          {list.map((s) => (
            <li key={s.key} data-state={s.state}>
              <One staged={s} retry={() => uploads.retry(s.key)} />
              <button type="button" class="unstage" aria-label={strings.unstage(s.name)} onClick={() => uploads.remove(s.key)}>
                <Icon name="cross" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {uploads.problem.value && <p class="hint bad" role="alert">{uploads.problem.value}</p>}
      {waits && <p class="hint" role="status">{strings.uploadWait}</p>}
    </>
  );
}

function One({ staged: { name, thumb, state, progress, problem, final }, retry }: { staged: Staged; retry(): void }) {
  return (
    <>
      {thumb ? <img src={thumb} alt={name} /> : <span class="named"><Icon name="file" />{name}</span>}
      {state === "busy" && <progress value={progress} aria-label={`${strings.uploading} ${name}`} />}
      {state === "failed" && (
        <span class="problem" role="alert">
          {problem}
          {!final && <button type="button" onClick={retry}>{strings.retry}</button>}
        </span>
      )}
    </>
  );
}
