import { App } from "antd";
import { insertIntoComposer } from "../desk/insert";
import { words } from "./strings";

/** Puts texts into the reply to a customer, and says so where nothing can be written to him now. */
export function useInsert(conversation: string): (text: string, send?: boolean) => void {
  const { message } = App.useApp();
  return (text, send = false) => {
    if (!insertIntoComposer(conversation, text, { send })) message.warning(words.cannotInsert);
  };
}
