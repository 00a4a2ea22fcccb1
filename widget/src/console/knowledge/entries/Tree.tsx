import { CaretDownOutlined, CaretRightOutlined } from "@ant-design/icons";
import { useState } from "react";
import { words } from "../words";
import { type Branch, branches } from "./branches";

interface TreeProps {
  categories: readonly { path: string; count: number }[];
  chosen: string | undefined;
  choose(path: string | undefined): void;
}

/** The categories with how many entries each has, those below it included. */
export function Tree({ categories, chosen, choose }: TreeProps) {
  return (
    <nav className="tree" aria-label={words.categories}>
      <button type="button" aria-current={chosen === undefined} onClick={() => choose(undefined)}>{words.allCategories}</button>
      <Level branches={branches(categories)} {...{ chosen, choose }} />
    </nav>
  );
}

function Level({ branches, ...rest }: { branches: readonly Branch[] } & Omit<TreeProps, "categories">) {
  return <ul>{branches.map((b) => <Node key={b.path} branch={b} {...rest} />)}</ul>;
}

function Node({ branch, chosen, choose }: { branch: Branch } & Omit<TreeProps, "categories">) {
  const [folded, setFolded] = useState(false);
  const { path, name, count, below } = branch;
  return (
    <li>
      <span className="tree-node">
        {below.length > 0 && (
          <button type="button" className="tree-fold" aria-expanded={!folded} aria-label={words.fold(name)} onClick={() => setFolded(!folded)}>
            {folded ? <CaretRightOutlined /> : <CaretDownOutlined />}
          </button>
        )}
        <button type="button" aria-current={chosen === path} onClick={() => choose(path)}>
          <span className="tree-name">{name}</span>
          <small>{count}</small>
        </button>
      </span>
      {below.length > 0 && !folded && <Level branches={below} chosen={chosen} choose={choose} />}
    </li>
  );
}
