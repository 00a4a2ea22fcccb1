import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { maxAttachments, type Field } from "../wire/frames";
import { amount, keepFiles, picked, picker, readFiles } from "./check";
import { Icon } from "./icons";
import { Staging } from "./Staging";
import { rare, strings } from "./strings";
import { accepted, type Uploads } from "./uploads";

interface FieldProps {
  id: string;
  field: Field;
  value: string;
  error: string | undefined;
  write(value: string): void;
  /** For a field of files: those on their way. */
  uploads: Uploads;
}

/** One field of a form, with its label, its hint and what is wrong with it. */
export function FormField(props: FieldProps) {
  const { id, field, error } = props;
  const hint = field.hint && <small id={`${id}-h`}>{field.hint}</small>;
  const fault = error !== undefined && <p class="error" id={`${id}-e`}>{error}</p>;
  const name: ComponentChildren = (
    <>
      {field.label}
      {field.required && <i aria-hidden="true">*</i>}
    </>
  );
  if (field.kind === "checks" || field.kind === "files") {
    return (
      <fieldset class="field" aria-describedby={`${id}-h ${id}-e`}>
        <legend>{name}</legend>
        {hint}
        {field.kind === "checks" ? <Checks {...props} /> : <FilesOf {...props} />}
        {fault}
      </fieldset>
    );
  }
  return (
    <div class="field">
      <label for={id}>{name}</label>
      {hint}
      <Line {...props} />
      {fault}
    </div>
  );
}

/** What is written into one box. */
function Line({ id, field, value, error, write }: FieldProps) {
  const common = {
    id, name: field.name, value, required: field.required ?? false, "aria-invalid": error !== undefined,
    "aria-describedby": `${id}-h ${id}-e`,
    onInput: (e: { currentTarget: { value: string } }) => write(e.currentTarget.value),
  };
  switch (field.kind) {
    case "text":
      return <textarea rows={3} {...common} />;
    case "phone":
      return <input type="tel" autocomplete="tel" {...common} />;
    case "amount":
      return (
        <span class="money">
          <span aria-hidden="true">¥</span>
          <input inputMode="decimal" autocomplete="off" placeholder="0.00" {...common} onBlur={() => write(amount(value) ?? value)} />
        </span>
      );
    case "time":
      return <When common={common} value={value} write={write} />;
    default:
      return <input autocomplete="off" {...common} />;
  }
}

const minute = 60_000;
const agos: [keyof typeof rare.formAgo, number][] = [["now", 0], ["hour", 60 * minute], ["day", 24 * 60 * minute]];

/** A time that is past: picked, or one tap for the usual ones. What was said in words stands until it is picked anew. */
function When({ common, value, write }: { common: object; value: string; write(value: string): void }) {
  const worded = value !== "" && !picked(value);
  const [words] = useState(worded);
  const now = Date.now();
  return (
    <>
      {words && worded ? <input autocomplete="off" {...common} /> : <input type="datetime-local" max={picker(now)} {...common} />}
      <span class="quick">
        {agos.map(([name, ago]) => (
          <button type="button" key={name} onClick={() => write(picker(now - ago))}>{rare.formAgo[name]}</button>
        ))}
      </span>
    </>
  );
}

/** What was tried: of the usual steps, and others in the customer's words. The value has a line for each. */
function Checks({ id, field, value, write }: FieldProps) {
  const options = field.options ?? [];
  const lines = value.split("\n").filter((l) => l !== "");
  const own = lines.filter((l) => !options.includes(l)).join(" ");
  const [other, setOther] = useState(own !== "");
  const put = (chosen: readonly string[], words: string) => write([...chosen, ...(words === "" ? [] : [words])].join("\n"));
  const chosen = options.filter((o) => lines.includes(o));
  return (
    <>
      {options.map((o, i) => (
        <label class="check" key={o}>
          <input
            type="checkbox"
            name={i === 0 ? field.name : undefined}
            checked={chosen.includes(o)}
            onChange={(e) => put(options.filter((x) => (x === o ? e.currentTarget.checked : chosen.includes(x))), own)}
          />
          {o}
        </label>
      ))}
      <label class="check">
        <input
          type="checkbox"
          checked={other}
          onChange={(e) => {
            setOther(e.currentTarget.checked);
            if (!e.currentTarget.checked) put(chosen, "");
          }}
        />
        {rare.formOther}
      </label>
      {other && <input id={id} autocomplete="off" value={own} maxLength={200} aria-label={`${field.label} ${rare.formOther}`} onInput={(e) => put(chosen, e.currentTarget.value)} />}
    </>
  );
}

/** How many more files there is room for beside those that are kept in `value` and those on their way. */
export const roomFor = (value: string, uploads: Uploads): number => maxAttachments - readFiles(value).length - uploads.list.value.length;

/** Screenshots: those that are there, those on their way, and a place to pick, paste or drop more. */
function FilesOf({ id, field, value, write, uploads }: FieldProps) {
  const files = readFiles(value);
  const ready = uploads.ready();
  useEffect(() => {
    if (ready.length === 0) return;
    // What has arrived is kept with the rest of the form; what is on its way is not there after a reload.
    write(keepFiles([...files, ...ready].slice(0, maxAttachments)));
    // That there were too many stands until the customer takes one away.
    for (const s of uploads.list.value) if (s.attachment) uploads.release(s.key);
  }, [ready.length]);
  const room = roomFor(value, uploads);
  const add = (list: Iterable<File>) => uploads.add(list, room);
  return (
    <div
      class="shots"
      onDragOver={(e) => e.preventDefault()}
      onDrop={(e) => {
        const dropped = [...(e.dataTransfer?.files ?? [])];
        if (dropped.length === 0) return;
        e.preventDefault();
        e.stopPropagation(); // else it would go with the next message
        add(dropped);
      }}
    >
      {files.length > 0 && (
        <ul class="staged">
          {files.map((f) => (
            <li key={f.id} data-state="done">
              {f.type.startsWith("image/") ? <img src={f.url} alt={f.name} /> : <span class="named"><Icon name="file" />{f.name}</span>}
              <button type="button" class="unstage" aria-label={strings.unstage(f.name)} onClick={() => {
                uploads.problem.value = "";
                write(keepFiles(files.filter((x) => x.id !== f.id)));
              }}>
                <Icon name="cross" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Staging uploads={uploads} />
      {room > 0 && (
        <label class="pick" for={id}>
          <Icon name="clip" />
          {rare.formPick}
          <input
            id={id}
            name={field.name}
            class="hidden"
            type="file"
            multiple
            accept={accepted}
            onChange={(e) => {
              add([...(e.currentTarget.files ?? [])]);
              e.currentTarget.value = "";
            }}
          />
        </label>
      )}
    </div>
  );
}
