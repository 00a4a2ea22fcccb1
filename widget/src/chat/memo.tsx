import { Component, type ComponentChild, type FunctionComponent } from "preact";

/** A part that is drawn again only where its properties are not the same. (That of preact/compat brings React's whole world.) */
export function memo<P extends object>(Part: FunctionComponent<P>, same: (a: Readonly<P>, b: Readonly<P>) => boolean) {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      return !same(this.props as Readonly<P>, next);
    }

    override render(): ComponentChild {
      return <Part {...(this.props as P)} />;
    }
  };
}
