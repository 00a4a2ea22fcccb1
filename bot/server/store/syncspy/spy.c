#include "spy.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sqlite_vfs.h"

// op is something done to a file that no sync has covered: a write of n bytes at
// offset, or where n < 0 a cut of the file to offset.
typedef struct op {
  struct op *next;
  sqlite3_int64 offset;
  int n;
  char data[];
} op;

struct spy {
  sqlite3_vfs vfs;
  sqlite3_vfs *real;
  char *dir;
  pthread_mutex_t mu; // guards what follows, the files' ops and the image
  long long unsynced;
  long long syncs;
  int fail;
};

// file is an open file. Only database and log are spied on (image >= 0); SQLite
// asks for szOsFile bytes, the real file follows this one.
typedef struct file {
  sqlite3_file base;
  spy *spy;
  int image; // descriptor of the durable image
  op *first, **last;
  sqlite3_file *real;
} file;

#define REAL(f) (((file *)(f))->real)

// note remembers an op; the caller holds mu.
static int note(file *f, const void *data, int n, sqlite3_int64 offset) {
  op *o = malloc(sizeof *o + (n > 0 ? n : 0));
  if (!o) return SQLITE_NOMEM;
  o->next = NULL;
  o->offset = offset;
  o->n = n;
  if (n > 0) {
    memcpy(o->data, data, n);
    f->spy->unsynced += n;
  }
  *f->last = o;
  f->last = &o->next;
  return SQLITE_OK;
}

// settle brings the ops into the image, or forgets them; the caller holds mu.
static void settle(file *f, int durable) {
  for (op *o = f->first, *next; o; o = next) {
    next = o->next;
    if (durable) {
      if (o->n < 0 ? ftruncate(f->image, o->offset) != 0 : pwrite(f->image, o->data, o->n, o->offset) != o->n) {
        perror("syncspy: image");
        abort(); // a test's disk is full; a wrong image would prove nothing
      }
    }
    if (o->n > 0) f->spy->unsynced -= o->n;
    free(o);
  }
  f->first = NULL;
  f->last = &f->first;
}

static int failing(file *f) {
  pthread_mutex_lock(&f->spy->mu);
  int code = f->image >= 0 ? f->spy->fail : 0;
  pthread_mutex_unlock(&f->spy->mu);
  return code;
}

static int f_close(sqlite3_file *sf) {
  file *f = (file *)sf;
  if (f->image >= 0) {
    pthread_mutex_lock(&f->spy->mu);
    settle(f, 0);
    pthread_mutex_unlock(&f->spy->mu);
    close(f->image);
  }
  return f->real->pMethods->xClose(f->real);
}

static int f_write(sqlite3_file *sf, const void *data, int n, sqlite3_int64 offset) {
  file *f = (file *)sf;
  int rc = failing(f);
  if (rc == SQLITE_OK) rc = f->real->pMethods->xWrite(f->real, data, n, offset);
  if (rc == SQLITE_OK && f->image >= 0) {
    pthread_mutex_lock(&f->spy->mu);
    rc = note(f, data, n, offset);
    pthread_mutex_unlock(&f->spy->mu);
  }
  return rc;
}

static int f_truncate(sqlite3_file *sf, sqlite3_int64 size) {
  file *f = (file *)sf;
  int rc = f->real->pMethods->xTruncate(f->real, size);
  if (rc == SQLITE_OK && f->image >= 0) {
    pthread_mutex_lock(&f->spy->mu);
    rc = note(f, NULL, -1, size);
    pthread_mutex_unlock(&f->spy->mu);
  }
  return rc;
}

static int f_sync(sqlite3_file *sf, int flags) {
  file *f = (file *)sf;
  int rc = failing(f);
  if (rc == SQLITE_OK) rc = f->real->pMethods->xSync(f->real, flags);
  if (rc == SQLITE_OK && f->image >= 0) {
    pthread_mutex_lock(&f->spy->mu);
    settle(f, 1);
    f->spy->syncs++;
    pthread_mutex_unlock(&f->spy->mu);
  }
  return rc;
}

static int f_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at) { return REAL(f)->pMethods->xRead(REAL(f), p, n, at); }
static int f_size(sqlite3_file *f, sqlite3_int64 *n) { return REAL(f)->pMethods->xFileSize(REAL(f), n); }
static int f_lock(sqlite3_file *f, int l) { return REAL(f)->pMethods->xLock(REAL(f), l); }
static int f_unlock(sqlite3_file *f, int l) { return REAL(f)->pMethods->xUnlock(REAL(f), l); }
static int f_reserved(sqlite3_file *f, int *out) { return REAL(f)->pMethods->xCheckReservedLock(REAL(f), out); }
static int f_control(sqlite3_file *f, int op, void *arg) { return REAL(f)->pMethods->xFileControl(REAL(f), op, arg); }
static int f_sector(sqlite3_file *f) { return REAL(f)->pMethods->xSectorSize(REAL(f)); }
static int f_device(sqlite3_file *f) { return REAL(f)->pMethods->xDeviceCharacteristics(REAL(f)); }
static int f_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **p) {
  return REAL(f)->pMethods->xShmMap(REAL(f), page, size, extend, p);
}
static int f_shm_lock(sqlite3_file *f, int at, int n, int flags) { return REAL(f)->pMethods->xShmLock(REAL(f), at, n, flags); }
static void f_shm_barrier(sqlite3_file *f) { REAL(f)->pMethods->xShmBarrier(REAL(f)); }
static int f_shm_unmap(sqlite3_file *f, int del) { return REAL(f)->pMethods->xShmUnmap(REAL(f), del); }

static const sqlite3_io_methods methods = {
    2,         f_close, f_read,     f_write,   f_truncate, f_sync,   f_size,    f_lock,     f_unlock,
    f_reserved, f_control, f_sector, f_device, f_shm_map,  f_shm_lock, f_shm_barrier, f_shm_unmap,
};

// image_path returns the path of name's image, to be freed, or NULL.
static char *image_path(spy *s, const char *name) {
  const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name;
  size_t n = strlen(s->dir) + strlen(base) + 2;
  char *path = malloc(n);
  if (path) snprintf(path, n, "%s/%s", s->dir, base);
  return path;
}

static int v_open(sqlite3_vfs *v, const char *name, sqlite3_file *sf, int flags, int *out) {
  spy *s = (spy *)v;
  file *f = (file *)sf;
  memset(f, 0, sizeof *f);
  f->spy = s;
  f->image = -1;
  f->last = &f->first;
  f->real = (sqlite3_file *)(f + 1);
  int rc = s->real->xOpen(s->real, name, f->real, flags, out);
  if (rc != SQLITE_OK) return rc;
  if (name && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL))) {
    char *path = image_path(s, name);
    if (path) f->image = open(path, O_RDWR | O_CREAT, 0600);
    free(path);
    if (f->image < 0) {
      f->real->pMethods->xClose(f->real);
      return SQLITE_CANTOPEN;
    }
  }
  f->base.pMethods = &methods;
  return SQLITE_OK;
}

static int v_delete(sqlite3_vfs *v, const char *name, int sync) {
  spy *s = (spy *)v;
  int rc = s->real->xDelete(s->real, name, sync);
  char *path = image_path(s, name);
  if (path) unlink(path); // not there for a file that is not spied on
  free(path);
  return rc;
}

#define NEXT(v) (((spy *)(v))->real)
static int v_access(sqlite3_vfs *v, const char *n, int f, int *o) { return NEXT(v)->xAccess(NEXT(v), n, f, o); }
static int v_full(sqlite3_vfs *v, const char *n, int l, char *o) { return NEXT(v)->xFullPathname(NEXT(v), n, l, o); }
static void *v_dlopen(sqlite3_vfs *v, const char *n) { return NEXT(v)->xDlOpen(NEXT(v), n); }
static void v_dlerror(sqlite3_vfs *v, int n, char *o) { NEXT(v)->xDlError(NEXT(v), n, o); }
static void (*v_dlsym(sqlite3_vfs *v, void *h, const char *n))(void) { return NEXT(v)->xDlSym(NEXT(v), h, n); }
static void v_dlclose(sqlite3_vfs *v, void *h) { NEXT(v)->xDlClose(NEXT(v), h); }
static int v_random(sqlite3_vfs *v, int n, char *o) { return NEXT(v)->xRandomness(NEXT(v), n, o); }
static int v_sleep(sqlite3_vfs *v, int us) { return NEXT(v)->xSleep(NEXT(v), us); }
static int v_time(sqlite3_vfs *v, double *o) { return NEXT(v)->xCurrentTime(NEXT(v), o); }
static int v_last(sqlite3_vfs *v, int n, char *o) { return NEXT(v)->xGetLastError(NEXT(v), n, o); }
static int v_time64(sqlite3_vfs *v, sqlite3_int64 *o) { return NEXT(v)->xCurrentTimeInt64(NEXT(v), o); }

spy *spy_new(const char *name, const char *dir) {
  sqlite3_vfs *real = sqlite3_vfs_find ? sqlite3_vfs_find(NULL) : NULL;
  spy *s = calloc(1, sizeof *s);
  if (!real || !s) {
    free(s);
    return NULL;
  }
  s->real = real;
  s->dir = strdup(dir);
  pthread_mutex_init(&s->mu, NULL);
  s->vfs = (sqlite3_vfs){
      .iVersion = 2,
      .szOsFile = (int)sizeof(file) + real->szOsFile,
      .mxPathname = real->mxPathname,
      .zName = strdup(name),
      .xOpen = v_open,
      .xDelete = v_delete,
      .xAccess = v_access,
      .xFullPathname = v_full,
      .xDlOpen = v_dlopen,
      .xDlError = v_dlerror,
      .xDlSym = v_dlsym,
      .xDlClose = v_dlclose,
      .xRandomness = v_random,
      .xSleep = v_sleep,
      .xCurrentTime = v_time,
      .xGetLastError = v_last,
      .xCurrentTimeInt64 = v_time64,
  };
  if (s->dir && s->vfs.zName && sqlite3_vfs_register(&s->vfs, 0) == SQLITE_OK) return s;
  free((char *)s->vfs.zName);
  free(s->dir);
  free(s);
  return NULL;
}

void spy_free(spy *s) {
  sqlite3_vfs_unregister(&s->vfs);
  pthread_mutex_destroy(&s->mu);
  free((char *)s->vfs.zName);
  free(s->dir);
  free(s);
}

void spy_lock(spy *s) { pthread_mutex_lock(&s->mu); }
void spy_unlock(spy *s) { pthread_mutex_unlock(&s->mu); }

long long spy_unsynced(spy *s) {
  pthread_mutex_lock(&s->mu);
  long long n = s->unsynced;
  pthread_mutex_unlock(&s->mu);
  return n;
}

long long spy_syncs(spy *s) {
  pthread_mutex_lock(&s->mu);
  long long n = s->syncs;
  pthread_mutex_unlock(&s->mu);
  return n;
}

void spy_fail(spy *s, int code) {
  pthread_mutex_lock(&s->mu);
  s->fail = code;
  pthread_mutex_unlock(&s->mu);
}
