/*
 * A disk that goes bad for one program and what it starts: a library to preload, which lets what they do below the folder BAD_DISK
 * fail as long as the file BAD_DISK_MOOD begins with r (read-only: nothing can be written) or e (errors: nothing can be read or
 * written). A kernel mounts no file system read-only that somebody writes to, except when the disk fails; this needs neither.
 *
 *   gcc -O2 -shared -fPIC -o bad-disk.so bad-disk.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static const volatile char *mood = "";
static const char *folder = "";
static size_t folder_length;

__attribute__((constructor)) static void begin(void) {
  int (*real_open)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
  const char *name = getenv("BAD_DISK_MOOD");
  int file = name == NULL ? -1 : real_open(name, O_RDONLY | O_CLOEXEC);
  void *mapped = file < 0 ? MAP_FAILED : mmap(NULL, 1, PROT_READ, MAP_SHARED, file, 0);
  if (mapped != MAP_FAILED && getenv("BAD_DISK") != NULL) {
    // PostgreSQL writes the title of its processes over the environment.
    folder = strdup(getenv("BAD_DISK"));
    folder_length = strlen(folder);
    mood = mapped;
  }
  if (file >= 0) close(file);
}

static int below(const char *path) {
  return path != NULL && strncmp(path, folder, folder_length) == 0 && (path[folder_length] == '/' || path[folder_length] == 0);
}

/* What a call with this file gets instead of its answer; 0: let it through. Relative names are those of PostgreSQL in its folder. */
static int refused_name(int at, const char *path, int writes) {
  char here[PATH_MAX];
  if (*mood != 'r' && *mood != 'e') return 0;
  if (path != NULL && *path != '/') {
    ssize_t length = -1;
    if (at == AT_FDCWD) {
      length = getcwd(here, sizeof here) == NULL ? -1 : (ssize_t)strlen(here);
    } else {
      char link[64];
      snprintf(link, sizeof link, "/proc/self/fd/%d", at);
      length = readlink(link, here, sizeof here - 1);
      if (length >= 0) here[length] = 0;
    }
    if (length < 0) return 0;
    path = here;
  }
  if (!below(path)) return 0;
  return *mood == 'e' ? EIO : writes ? EROFS : 0;
}

static int refused(int fd, int writes) {
  if (*mood != 'r' && *mood != 'e') return 0;
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return refused_name(AT_FDCWD, path, writes);
}

#define REAL(name) (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

#define OF_FILE(type, name, writes, parameters, arguments)          \
  type name parameters {                                            \
    static __typeof__(name) *real;                                  \
    int why = refused(fd, writes);                                  \
    if (why) { errno = why; return -1; }                            \
    if (real == NULL) real = REAL(name);                            \
    return real arguments;                                          \
  }

OF_FILE(ssize_t, write, 1, (int fd, const void *from, size_t length), (fd, from, length))
OF_FILE(ssize_t, pwrite, 1, (int fd, const void *from, size_t length, off_t at), (fd, from, length, at))
OF_FILE(ssize_t, pwrite64, 1, (int fd, const void *from, size_t length, off64_t at), (fd, from, length, at))
OF_FILE(ssize_t, writev, 1, (int fd, const struct iovec *from, int count), (fd, from, count))
OF_FILE(ssize_t, pwritev, 1, (int fd, const struct iovec *from, int count, off_t at), (fd, from, count, at))
OF_FILE(ssize_t, pwritev64, 1, (int fd, const struct iovec *from, int count, off64_t at), (fd, from, count, at))
OF_FILE(ssize_t, read, 0, (int fd, void *to, size_t length), (fd, to, length))
OF_FILE(ssize_t, pread, 0, (int fd, void *to, size_t length, off_t at), (fd, to, length, at))
OF_FILE(ssize_t, pread64, 0, (int fd, void *to, size_t length, off64_t at), (fd, to, length, at))
OF_FILE(ssize_t, preadv, 0, (int fd, const struct iovec *to, int count, off_t at), (fd, to, count, at))
OF_FILE(ssize_t, preadv64, 0, (int fd, const struct iovec *to, int count, off64_t at), (fd, to, count, at))
OF_FILE(int, fsync, 1, (int fd), (fd))
OF_FILE(int, fdatasync, 1, (int fd), (fd))
OF_FILE(int, ftruncate, 1, (int fd, off_t length), (fd, length))
OF_FILE(int, ftruncate64, 1, (int fd, off64_t length), (fd, length))
OF_FILE(int, fallocate, 1, (int fd, int how, off_t at, off_t length), (fd, how, at, length))

/* This one answers with the error itself. */
int posix_fallocate(int fd, off_t at, off_t length) {
  static __typeof__(posix_fallocate) *real;
  int why = refused(fd, 1);
  if (why) return why;
  if (real == NULL) real = REAL(posix_fallocate);
  return real(fd, at, length);
}

#define OF_NAME(name, at, path, parameters, arguments)              \
  int name parameters {                                             \
    static __typeof__(name) *real;                                  \
    int why = refused_name(at, path, 1);                            \
    if (why) { errno = why; return -1; }                            \
    if (real == NULL) real = REAL(name);                            \
    return real arguments;                                          \
  }

OF_NAME(rename, AT_FDCWD, to, (const char *from, const char *to), (from, to))
OF_NAME(unlink, AT_FDCWD, path, (const char *path), (path))
OF_NAME(unlinkat, at, path, (int at, const char *path, int how), (at, path, how))
OF_NAME(mkdir, AT_FDCWD, path, (const char *path, mode_t mode), (path, mode))

#define OPENS(flags) (((flags) & O_ACCMODE) != O_RDONLY || ((flags) & (O_CREAT | O_TRUNC)) != 0)

#define OPEN(name)                                                  \
  int name(const char *path, int flags, ...) {                      \
    static int (*real)(const char *, int, ...);                     \
    va_list more;                                                   \
    va_start(more, flags);                                          \
    mode_t mode = va_arg(more, mode_t);                             \
    va_end(more);                                                   \
    int why = refused_name(AT_FDCWD, path, OPENS(flags));           \
    if (why) { errno = why; return -1; }                            \
    if (real == NULL) real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name); \
    return real(path, flags, mode);                                 \
  }

OPEN(open)
OPEN(open64)

#define OPEN_AT(name)                                               \
  int name(int at, const char *path, int flags, ...) {              \
    static int (*real)(int, const char *, int, ...);                \
    va_list more;                                                   \
    va_start(more, flags);                                          \
    mode_t mode = va_arg(more, mode_t);                             \
    va_end(more);                                                   \
    int why = refused_name(at, path, OPENS(flags));                 \
    if (why) { errno = why; return -1; }                            \
    if (real == NULL) real = (int (*)(int, const char *, int, ...))dlsym(RTLD_NEXT, #name); \
    return real(at, path, flags, mode);                             \
  }

OPEN_AT(openat)
OPEN_AT(openat64)
