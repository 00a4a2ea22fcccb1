// A bad network between a browser and the server: a TCP proxy that knows nothing of
// what goes through it, but for which connections are sockets, and spoils it.
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** What is wrong with the network. Everything may be changed while connections are open. */
export interface Trouble {
  /** Bytes take so long to come, each way, in milliseconds. */
  lag?: number;
  /** So many bytes get through in a second, each way and connection. */
  rate?: number;
  /** A connection breaks when so many bytes have come from the server. */
  cutAfter?: number;
  /**
   * Asked for each piece that a browser sends on a WebSocket: true lets the piece
   * through and breaks the connection when the server answers, before a byte of the
   * answer is out.
   */
  cutAnswer?: () => boolean;
  /** Nothing gets through any more and nobody is told: connections stay open and dead, new ones too. */
  dead?: boolean;
  /** Connections break and none comes to be. */
  down?: boolean;
}

const nap = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** At most so much at once where the rate is limited, in bytes. */
const slice = 256;

/** A network of its own for one browser. */
export class Network {
  /** Connections that were broken in mid-answer. */
  cuts = 0;
  private trouble: Trouble = {};
  private readonly pairs = new Set<Pair>();
  private readonly server: Server;

  constructor(private readonly to: string) {
    this.server = createServer((near) => this.take(near));
  }

  /** Where the pages are that go over it: http://127.0.0.1:port. */
  async listen(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on this is wrong, and nothing else. */
  suffer(trouble: Trouble): void {
    const revived = this.trouble.dead && !trouble.dead;
    this.trouble = trouble;
    for (const pair of [...this.pairs]) {
      if (trouble.down) pair.cut();
      else if (revived) pair.outlive();
    }
  }

  /** All is well. */
  calm(): void {
    this.suffer({});
  }

  async close(): Promise<void> {
    for (const pair of [...this.pairs]) pair.cut();
    await new Promise((done) => this.server.close(done));
  }

  private take(near: Socket): void {
    near.on("error", () => near.destroy());
    if (this.trouble.down) {
      near.destroy();
      return;
    }
    const { hostname, port } = new URL(this.to);
    const pair = new Pair(near, connect(Number(port), hostname), () => this.trouble, () => this.cuts++);
    this.pairs.add(pair);
    near.on("close", () => this.pairs.delete(pair));
  }
}

/** One connection of the browser's, and the one to the server that it stands for. */
class Pair {
  private lost = false; // nothing gets through any more, though the network is well again
  private socket = false; // it is a WebSocket
  private doomed = false; // it breaks at the next answer
  private came = 0; // bytes from the server

  constructor(
    private readonly near: Socket,
    private readonly far: Socket,
    private readonly trouble: () => Trouble,
    private readonly cutting: () => void,
  ) {
    this.relay(near, far, (bytes) => this.asked(bytes));
    this.relay(far, near, (bytes) => this.answered(bytes));
  }

  cut(): void {
    this.near.destroy();
    this.far.destroy();
  }

  /** The network is well again, but what was dead stays dead: its bytes are gone. Requests for files are made anew. */
  outlive(): void {
    if (this.socket) this.lost = true;
    else this.cut();
  }

  /** Passes on what comes, in order; look may end the connection instead. */
  private relay(from: Socket, to: Socket, look: (bytes: Buffer) => boolean): void {
    let before = Promise.resolve();
    from.on("error", () => this.cut());
    from.on("data", (bytes: Buffer) => {
      const due = Date.now() + (this.trouble().lag ?? 0);
      before = before.then(async () => {
        if (due > Date.now()) await nap(due - Date.now());
        await this.pass(bytes, to, look);
      });
    });
    from.on("close", () => void before.then(() => (this.trouble().dead || this.lost ? undefined : to.end())));
  }

  private async pass(bytes: Buffer, to: Socket, look: (bytes: Buffer) => boolean): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const { rate, dead } = this.trouble();
      if (dead || this.lost) return;
      const piece = bytes.subarray(at, rate ? at + slice : bytes.length);
      at += piece.length;
      if (!look(piece) || to.destroyed) return;
      to.write(piece);
      if (rate) await nap((piece.length / rate) * 1_000);
    }
  }

  private asked(bytes: Buffer): boolean {
    if (!this.socket) this.socket = /^upgrade: websocket/im.test(bytes.toString("latin1"));
    else if (this.trouble().cutAnswer?.()) this.doomed = true;
    return true;
  }

  private answered(bytes: Buffer): boolean {
    this.came += bytes.length;
    const { cutAfter } = this.trouble();
    if (!this.doomed && (!this.socket || cutAfter === undefined || this.came <= cutAfter)) return true;
    this.cutting();
    this.cut();
    return false;
  }
}
