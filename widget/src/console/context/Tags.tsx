import { App, Select, Tag } from "antd";
import { runes } from "../../wire/frames";
import { useSetTags } from "../queries";
import { Section } from "./Section";
import { words } from "./strings";

/** Most tags of one customer, and the longest one in code points; the server holds them to the same. */
const [most, longest] = [20, 20];

/** The customer's tags: what is chosen is stored at once. */
export function Tags({ conversation, tags, used }: { conversation: string; tags: string[]; used: string[] }) {
  const { message } = App.useApp();
  const set = useSetTags(conversation);
  const shown = set.isPending ? set.variables : tags; // what was chosen, until the server has said so too
  const change = (next: string[]) => {
    const clean = [...new Set(next.map((t) => t.trim()).filter((t) => t !== ""))];
    if (clean.length > most || clean.some((t) => runes(t) > longest)) {
      message.warning(clean.length > most ? words.tags.most(most) : words.tags.long(longest));
      return;
    }
    set.mutate(clean, { onError: (error) => void message.error(error.message) });
  };
  return (
    <Section title={words.tags.title}>
      <Select
        mode="tags"
        className="tags"
        value={shown}
        aria-label={words.tags.add}
        placeholder={words.tags.hint}
        tokenSeparators={[",", " "]}
        options={used.map((t) => ({ value: t, label: t }))}
        tagRender={({ label, value, onClose }) => (
          <Tag closable onClose={onClose} closeIcon={<span aria-label={words.tags.remove(String(value))}>×</span>}>{label}</Tag>
        )}
        onChange={change}
      />
    </Section>
  );
}
