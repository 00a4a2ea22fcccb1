// A file system beneath SQLite that knows what a power cut would leave.
#ifndef SYNCSPY_SPY_H
#define SYNCSPY_SPY_H

typedef struct spy spy;

// spy_new registers a file system of that name on top of the default one. dir
// is the folder of the durable image. NULL where there is no SQLite or no memory.
spy *spy_new(const char *name, const char *dir);
// spy_free unregisters it; no file may be open on it.
void spy_free(spy *);

// spy_lock keeps the image still until spy_unlock.
void spy_lock(spy *);
void spy_unlock(spy *);

// spy_unsynced is how many written bytes no sync has covered yet, spy_syncs how
// many syncs there were.
long long spy_unsynced(spy *);
long long spy_syncs(spy *);

// spy_fail makes every write and sync of database and log return code, an SQLite
// error code; 0 lets them work again.
void spy_fail(spy *, int code);

#endif
