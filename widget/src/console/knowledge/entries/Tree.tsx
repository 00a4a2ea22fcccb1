import { CaretDownOutlined, CaretRightOutlined } from "@ant-design/icons";
import { useEffect, useMemo, useRef, useState } from "react";
import { words } from "../words";
import { type Branch, branches, leading } from "./branches";

interface TreeProps {
  categories: readonly { path: string; count: number }[];
  chosen: string | undefined;
  choose(path: string | undefined): void;
  /** Whether it is in front: what is hidden cannot be scrolled. */
  shown: boolean;
}

/**
 * The categories with how many entries each has, those below it included. Only
 * the way to the chosen one is unfolded, which is in sight: a large base has
 * thousands. What was unfolded stays so when another is chosen.
 */
export function Tree({ categories, chosen, choose, shown }: TreeProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [led, setLed] = useState<string>();
  if (led !== chosen) {
    setLed(chosen);
    setOpen(new Set([...open, ...leading(chosen)]));
  }
  const fold = (path: string) => {
    const next = new Set(open);
    if (!next.delete(path)) next.add(path);
    setOpen(next);
  };
  const roots = useMemo(() => branches(categories), [categories]);
  const nav = useRef<HTMLElement>(null);
  const empty = categories.length === 0; // they come later
  useEffect(() => {
    if (shown && !empty) nav.current?.querySelector('[aria-current="true"]')?.scrollIntoView?.({ block: "nearest" });
  }, [chosen, shown, empty]);
  return (
    <nav ref={nav} className="tree" aria-label={words.categories}>
      <button type="button" aria-current={chosen === undefined} onClick={() => choose(undefined)}>{words.allCategories}</button>
      <Level branches={roots} {...{ chosen, choose, open, fold }} />
    </nav>
  );
}

interface LevelProps extends Pick<TreeProps, "chosen" | "choose"> {
  branches: readonly Branch[];
  /** The paths that are unfolded. */
  open: ReadonlySet<string>;
  fold(path: string): void;
}

function Level({ branches: of, ...rest }: LevelProps) {
  return <ul>{of.map((b) => <Node key={b.path} branch={b} {...rest} />)}</ul>;
}

function Node({ branch, ...rest }: { branch: Branch } & Omit<LevelProps, "branches">) {
  const { path, name, count, below } = branch;
  const { chosen, choose, open, fold } = rest;
  const unfolded = open.has(path);
  return (
    <li>
      <span className="tree-node">
        {below.length > 0 && (
          <button type="button" className="tree-fold" aria-expanded={unfolded} aria-label={words.fold(name)} onClick={() => fold(path)}>
            {unfolded ? <CaretDownOutlined /> : <CaretRightOutlined />}
          </button>
        )}
        <button type="button" aria-current={chosen === path} onClick={() => choose(path)}>
          <span className="tree-name">{name}</span>
          <small>{count}</small>
        </button>
      </span>
      {below.length > 0 && unfolded && <Level branches={below} {...rest} />}
    </li>
  );
}
