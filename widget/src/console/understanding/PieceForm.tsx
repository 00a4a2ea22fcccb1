import { Alert, App, Button, Spin } from "antd";
import type { ReactNode } from "react";
import { useAct } from "../knowledge/queries";
import { type Fault, type Piece, removePiece, stepChange } from "./api";
import { Head } from "./Head";
import { Legend } from "./Legend";
import type { SplitKind } from "./Split";
import type { Kind } from "./shapes";
import { words } from "./strings";
import type { Work } from "./work";

interface PieceFormProps<B> {
  kind: SplitKind;
  id: string;
  /** What the list is called, which a phone goes back to. */
  list: string;
  title: string;
  work: Work<B>;
  /** The form has patterns. */
  patterns?: boolean;
  intro?: string;
  words: { remove: string; removeAsk: string; removed: string };
  placeOf?(path: Fault["path"]): string;
  back(): void;
  children(body: B): ReactNode;
}

/** Around the form of one piece of several: its head, the way to remove it, and to keep it after all. */
export function PieceForm<B>({ kind, id, list, title, work, patterns = false, intro = "", words: own, placeOf, back, children }: PieceFormProps<B>) {
  const { message, modal } = App.useApp();
  const { body, piece } = work;
  const remove = useAct(() => removePiece(kind, id, piece?.rev ?? 0));
  if (!body) return <Spin className="und-detail" />;
  const ask = () =>
    modal.confirm({
      title: own.remove, content: own.removeAsk, okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(undefined).then(
        () => {
          work.forget();
          void message.success(own.removed);
        },
        (error: Error) => message.error(error.message),
      ),
    });
  return (
    <div className="und-detail">
      <Button className="und-back" size="small" onClick={back}>‹ {list}</Button>
      <Head kind={kind} id={id} title={title} work={work} {...(placeOf && { placeOf })}>
        {patterns && <Legend />}
        {piece?.body && <Button size="small" type="text" danger onClick={ask}>{own.remove}</Button>}
      </Head>
      {piece && !piece.body && <Alert type="warning" showIcon className="und-alert" title={words.toRemove} action={<Unremove kind={kind} piece={piece} />} />}
      <div className="und-scroll" tabIndex={-1}>
        {intro !== "" && <p className="und-intro soft">{intro}</p>}
        {children(body)}
      </div>
    </div>
  );
}

/** Keeps a piece that the next publish would remove. */
export function Unremove({ kind, piece }: { kind: Kind; piece: Piece<unknown> }) {
  const { message } = App.useApp();
  const keep = useAct(() => stepChange(kind, piece.id, piece.rev, "discard"));
  return (
    <Button
      size="small" loading={keep.isPending}
      onClick={() => keep.mutate(undefined, { onSuccess: () => void message.success(words.unremoved), onError: (error) => void message.error(error.message) })}
    >
      {words.unremove}
    </Button>
  );
}
