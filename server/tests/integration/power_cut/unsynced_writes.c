/* Preloaded into the server: records what each write to the database overwrites, until the file is synced.
* After the server was killed, power.rs reverts the unsynced writes. The test builds this file with cc. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

#define REAL(type, name, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name))

/* The path of the record file, if `fd` is the database or its write-ahead log. */
static int notes_of(int fd, char *name) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 16);
    if (n < 7) return 0;
    path[n] = 0;
    if (strcmp(path + n - 3, ".db") != 0 && strcmp(path + n - 7, ".db-wal") != 0) return 0;
    sprintf(name, "%s.unsynced", path);
    return 1;
}

/* One record: offset, length and the file's size (three int64), then the bytes before the write. */
static void note(int fd, const char *name, int64_t at, int64_t length) {
    struct stat now;
    if (fstat(fd, &now) != 0) return;
    int64_t head[3] = {at, length, now.st_size};
    char *bytes = calloc(1, sizeof head + length);
    memcpy(bytes, head, sizeof head);
    if (pread(fd, bytes + sizeof head, length, at) < 0) { free(bytes); return; }
    int notes = open(name, O_WRONLY | O_CREAT | O_APPEND, 0600);
    REAL(ssize_t, write, int, const void *, size_t)(notes, bytes, sizeof head + length);
    close(notes);
    free(bytes);
}

ssize_t write(int fd, const void *from, size_t n) {
    char name[PATH_MAX];
    ssize_t (*real)(int, const void *, size_t) = REAL(ssize_t, write, int, const void *, size_t);
    if (!notes_of(fd, name)) return real(fd, from, n);
    pthread_mutex_lock(&turn);
    note(fd, name, lseek(fd, 0, SEEK_CUR), n);
    ssize_t done = real(fd, from, n);
    pthread_mutex_unlock(&turn);
    return done;
}

ssize_t pwrite64(int fd, const void *from, size_t n, off64_t at) {
    char name[PATH_MAX];
    ssize_t (*real)(int, const void *, size_t, off64_t) = REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    if (!notes_of(fd, name)) return real(fd, from, n, at);
    pthread_mutex_lock(&turn);
    note(fd, name, at, n);
    ssize_t done = real(fd, from, n, at);
    pthread_mutex_unlock(&turn);
    return done;
}

ssize_t pwrite(int fd, const void *from, size_t n, off_t at) { return pwrite64(fd, from, n, at); }

int ftruncate64(int fd, off64_t length) {
    char name[PATH_MAX];
    struct stat now;
    int (*real)(int, off64_t) = REAL(int, ftruncate64, int, off64_t);
    if (!notes_of(fd, name) || fstat(fd, &now) != 0) return real(fd, length);
    pthread_mutex_lock(&turn);
    if (now.st_size > length) note(fd, name, length, now.st_size - length);
    int done = real(fd, length);
    pthread_mutex_unlock(&turn);
    return done;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

/* Synced writes survive a power cut: their records are deleted. */
static int synced(int fd, int (*real)(int)) {
    char name[PATH_MAX];
    if (!notes_of(fd, name)) return real(fd);
    /* Slowed to the speed of a disk, so that many cuts come before the sync has finished. */
    usleep(5000);
    pthread_mutex_lock(&turn);
    int done = real(fd);
    if (done == 0) unlink(name);
    pthread_mutex_unlock(&turn);
    return done;
}

int fsync(int fd) { return synced(fd, REAL(int, fsync, int)); }

int fdatasync(int fd) { return synced(fd, REAL(int, fdatasync, int)); }
