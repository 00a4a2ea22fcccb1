import { App as Toasts, Button, Result, Spin } from "antd";
import { useCallback, useEffect, useState } from "react";
import { type Staff, signOut, whoAmI } from "./api";
import { Shell } from "./Shell";
import { SignIn } from "./SignIn";
import { strings } from "./strings";

type State =
  | { kind: "asking" }
  | { kind: "failed"; problem: string }
  | { kind: "out"; notice: string }
  | { kind: "in"; staff: Staff };

/** Finds out who is there, and shows the sign-in or the pages of that person. */
export function App() {
  const [state, setState] = useState<State>({ kind: "asking" });
  const { message } = Toasts.useApp();

  const ask = useCallback(async (notice: string) => {
    try {
      const staff = await whoAmI();
      setState(staff ? { kind: "in", staff } : { kind: "out", notice });
    } catch (error) {
      // Without an answer nobody is signed out: the pages say themselves that the connection is gone.
      setState((s) => (s.kind === "in" ? s : { kind: "failed", problem: String((error as Error).message) }));
    }
  }, []);
  useEffect(() => void ask(""), [ask]);

  // Asked by pages that were refused: the session may have ended.
  const recheck = useCallback(() => void ask(strings.signIn.expired), [ask]);
  const leave = useCallback(async () => {
    try {
      await signOut();
      setState({ kind: "out", notice: "" });
    } catch (error) {
      message.error((error as Error).message);
    }
  }, [message]);

  switch (state.kind) {
    case "asking":
      return <Spin fullscreen description={strings.loading} />;
    case "failed":
      return (
        <Result status="warning" title={state.problem} extra={<Button onClick={() => void ask("")}>{strings.retry}</Button>} />
      );
    case "out":
      return <SignIn notice={state.notice} done={(staff) => setState({ kind: "in", staff })} />;
    case "in":
      return <Shell key={state.staff.id} staff={state.staff} leave={leave} recheck={recheck} />;
  }
}
