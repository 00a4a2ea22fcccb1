import type { Disk } from "../disk";

/** A disk that several tabs of a test share. It takes its time, and fails when told to. */
export class MemoryDisk implements Disk {
  readonly map = new Map<string, unknown>();
  fate: "works" | "fails" = "works";

  async all(prefix: string): Promise<[string, unknown][]> {
    await this.time();
    return [...this.map].filter(([key]) => key.startsWith(prefix));
  }
  async put(key: string, value: unknown): Promise<void> {
    await this.time();
    this.map.set(key, value);
  }
  async remove(key: string): Promise<void> {
    await this.time();
    this.map.delete(key);
  }

  private async time(): Promise<void> {
    await new Promise((done) => setTimeout(done, 3));
    if (this.fate !== "works") throw new Error("the disk does not work");
  }
}
