// A chat on a page against a server that behaves, for the tests of its parts.
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, vi } from "vitest";
import type { Attachment, Payload } from "../../wire/frames";
import { read } from "../../wire/read";
import { FakeServer } from "../../wire/testing/server";
import { MemoryShelf } from "../../wire/testing/shelf";
import { App } from "../App";
import { Model } from "../model";
import { loadParts } from "../parts";
import { strings } from "../strings";

/** What a test has in hands. */
export class Stage {
  server = new FakeServer();
  shelf = new MemoryShelf();
  private opened: Model | undefined;
  /** What becomes of the next uploads. */
  post: (name: string, progress: (part: number) => void) => Promise<Attachment> = async (name) => ({
    id: `id-${name}`, name, type: "image/png", size: 3, url: `/files/id-${name}`,
  });

  /** Of the chat that is open. */
  get model(): Model {
    if (!this.opened) throw new Error("the chat is not open");
    return this.opened;
  }

  /** Opens the chat; again is a reload. */
  async open(): Promise<void> {
    await Promise.all([loadParts(), import("../sending")]);
    this.opened = new Model({
      url: "ws://test/ws", site: "default", shelf: this.shelf, keep: async () => ({ shelf: this.shelf, read }), socketClass: this.server.sockets.socketClass,
      greet: async () => ({ name: "星卡商城", welcome: "您好", hot: [] }),
      post: (_body, name, progress) => this.post(name, progress),
      prepare: async (file) => ({ body: file, name: file.name, thumb: "" }),
    });
    this.opened.start();
    render(<App model={this.opened} />);
    await this.pass();
  }

  /** Takes the page away, as a reload does before it opens again. */
  close(): void {
    this.opened?.session.close();
    cleanup();
  }

  pass(ms = 100): Promise<unknown> {
    return vi.advanceTimersByTimeAsync(ms);
  }

  /** Something that others do. */
  async happens(kind: "bot" | "agent" | "system" | "customer", payload: Payload): Promise<number> {
    const { seq } = this.server.append({ kind, ...(kind === "agent" && { name: "小陈" }) }, payload);
    await this.pass();
    return seq;
  }

  /** The customer says something, and the case is where the test wants it. */
  async say(text: string): Promise<void> {
    await fireEvent.input(this.box(), { target: { value: text } });
    await fireEvent.keyDown(this.box(), { key: "Enter" });
    await this.pass();
  }

  box(): HTMLTextAreaElement {
    return screen.getByRole("textbox", { name: strings.input });
  }

  async click(name: string): Promise<void> {
    await fireEvent.click(screen.getByRole("button", { name }));
    await this.pass();
  }
}

/** A stage for each test of the calling file. */
export function staged(): () => Stage {
  let stage: Stage;
  beforeEach(() => {
    vi.useFakeTimers();
    stage = new Stage();
  });
  afterEach(() => {
    stage.close();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
  return () => stage;
}
