// The browser's database, for what a customer wrote and the server does not have
// yet. Asking creates nothing: before somebody writes, nothing of ours is in the
// browser. What is written is flushed before it counts as written. Not by the library
// idb: 1.4 KiB, compressed, in place of twenty lines below.

/** Records by key that outlive the page. Each call ends within `patience`, by rejecting if need be. */
export interface Disk {
  /** All whose keys begin with prefix, by key. */
  all(prefix: string): Promise<[string, unknown][]>;
  /** Resolves when the record is safe. */
  put(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}

/**
 * How long the database may take, in milliseconds. Old WebViews and some private
 * windows never answer, and a message must not wait for them.
 */
export const patience = 2_000;

/** Of the database and of its one table. */
const name = "yiwen";

/** An IndexedDB database. Once it has hung it is not waited for again, until it answers after all. */
export class BrowserDisk implements Disk {
  private db: Promise<IDBDatabase> | undefined;
  private hangs = false;

  constructor(private readonly factory: () => IDBFactory | undefined = () => window.indexedDB) {}

  all(prefix: string): Promise<[string, unknown][]> {
    return this.soon(async () => {
      const table = (await this.open(false))?.transaction(name).objectStore(name);
      if (!table) return [];
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      const [keys, values] = await Promise.all([done(table.getAllKeys(range)), done(table.getAll(range))]);
      return keys.map((key, i) => [String(key), values[i]]);
    });
  }

  put(key: string, value: unknown): Promise<void> {
    return this.soon(async () => {
      const db = await this.open(true);
      if (db) await change(db, (table) => table.put(value, key));
    });
  }

  remove(key: string): Promise<void> {
    return this.soon(async () => {
      const db = await this.open(false);
      if (db) await change(db, (table) => table.delete(key));
    });
  }

  /** Opens the database; where there is none, it is made or the answer is undefined. */
  private async open(make: boolean): Promise<IDBDatabase | undefined> {
    if (this.db) return this.db;
    const db = await opening(this.factory(), make);
    if (!db) return undefined;
    const forget = () => (this.db = undefined);
    db.onclose = forget;
    db.onversionchange = () => {
      db.close();
      forget();
    };
    this.db = Promise.resolve(db);
    return db;
  }

  private async soon<T>(work: () => Promise<T>): Promise<T> {
    if (this.hangs) throw new Error("the database does not answer");
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => {
        this.hangs = true;
        fail(new Error("the database does not answer"));
      }, patience);
    });
    const answer = work().finally(() => {
      clearTimeout(timer);
      this.hangs = false; // late, as in a tab that was frozen, but it answers
    });
    return Promise.race([answer, late]);
  }
}

/** Resolves with the answer to a request. */
function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Changes something; resolves when it is on the medium, not only with the system. */
function change(db: IDBDatabase, work: (table: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(name, "readwrite", { durability: "strict" });
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
    work(transaction.objectStore(name));
  });
}

function opening(factory: IDBFactory | undefined, make: boolean): Promise<IDBDatabase | undefined> {
  return new Promise((resolve, reject) => {
    if (!factory) throw new Error("no IndexedDB"); // rejects
    const request = factory.open(name, 1);
    let absent = false;
    request.onupgradeneeded = () => {
      if (make) {
        request.result.createObjectStore(name);
      } else {
        absent = true;
        request.transaction?.abort(); // and with it the database that was just made
      }
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = (e) => {
      e.preventDefault();
      if (absent) resolve(undefined);
      else reject(request.error ?? new Error("the database cannot be opened"));
    };
  });
}
