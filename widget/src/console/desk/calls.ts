/**
 * What one pane of the desk asks another one for. The panes do not know each
 * other: who can do a thing listens, and who wants it calls. A call that nobody
 * hears is lost, which is right for what only moves the screen.
 */
function call<T>(): [call: (wish: T) => void, on: (listener: (wish: T) => void) => () => void] {
  const listeners = new Set<(wish: T) => void>();
  return [
    (wish) => listeners.forEach((listener) => listener(wish)),
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  ];
}

/** Opens the form for a new ticket of a conversation, in the pane with what is known of it. */
export const [openTicketForm, onTicketForm] = call<string>();

/** Shows the place `seq` in the log of the conversation that is open. */
export const [jumpTo, onJump] = call<{ conversation: string; seq: number }>();
