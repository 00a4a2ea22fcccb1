// Runs the real program on a scratch folder, as `make run` would.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { type Hours, packWith } from "./pack.ts";

/** The password of the demo staff in these tests. */
export const password = "e2e-password-1";

const root = resolve(import.meta.dirname, "../../..");
const binary = process.env["YIWEN_BIN"] ?? join(root, "bin/yiwen");

/** A server of its own: a data folder, a port that stays the same over restarts. */
export class Server {
  private child: ChildProcess | undefined;
  private log: string[] = [];
  private readonly data = mkdtempSync(join(tmpdir(), "yiwen-e2e-"));
  private readonly pack: string;
  private address = "127.0.0.1:0";

  constructor(hours: Hours = "open") {
    this.pack = packWith(join(root, "testdata/xingka"), hours);
  }

  /** Where pages are: http://127.0.0.1:port. */
  get url(): string {
    return `http://${this.address}`;
  }

  /** Starts the program and waits until it says that it is ready. */
  async start(): Promise<void> {
    const args = ["serve", "--pack", this.pack, "--data", this.data, "--listen", this.address];
    const child = spawn(binary, [...args, "--demo", "--admin", ""], {
      env: { ...process.env, YIWEN_DEMO_PASSWORD: password },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child = child;
    createInterface({ input: child.stderr }).on("line", (line) => this.log.push(line));
    const lines = createInterface({ input: child.stdout });
    await new Promise<void>((done, fail) => {
      lines.on("line", (line) => {
        this.log.push(line);
        const shop = /^demo shop\s+http:\/\/(\S+?)\/$/.exec(line)?.[1];
        if (shop) this.address = shop;
        if (line.trim() === "ready") done();
      });
      child.on("error", fail);
      child.on("exit", (code, signal) => fail(new Error(`yiwen ended (${code ?? signal}):\n${this.log.join("\n")}`)));
    });
  }

  /** Runs another command of the program on the same data, with this on its standard input; returns what it prints. */
  run(command: readonly string[], input = ""): Promise<string> {
    return new Promise((done, fail) => {
      const child = execFile(binary, [...command, "--data", this.data], (error, out, problem) => (error ? fail(new Error(problem)) : done(out.trim())));
      child.stdin?.end(input);
    });
  }

  /** kill -9: nothing is flushed, nobody is told. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await gone;
  }

  /** Ends the program and throws its folder away. */
  async close(): Promise<void> {
    await this.kill();
    for (const folder of [this.data, this.pack]) rmSync(folder, { recursive: true, force: true });
  }
}
