/* Preloaded by tests/suite/file_store/faults.rs.
 *
 * WATCH_FILES names a file where is noted which files are flushed and renamed, in order, one a
 * line.
 *
 * FAIL_FILES says what fails, as `what=errno=end of the path` joined by `;`. What: `fsync`; `read`,
 * `write` and `create`: opening at all, for writing, and what is not there yet. Where
 * FAIL_FILES_WHILE is set, only while the file that it names exists.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int (*open_function)(const char *, int, ...);

static int real_open(const char *path, int flags, int mode) {
    return ((open_function)dlsym(RTLD_NEXT, "open64"))(path, flags, mode);
}

static void note(const char *what, const char *path) {
    const char *log = getenv("WATCH_FILES");
    int fd = log ? real_open(log, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
    if (fd >= 0) {
        dprintf(fd, "%s %s\n", what, path);
        close(fd);
    }
}

static void path_of(int fd, char *path, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, size - 1);
    path[length > 0 ? length : 0] = '\0';
}

static int fails(const char *what, const char *path) {
    const char *rules = getenv("FAIL_FILES");
    const char *marker = getenv("FAIL_FILES_WHILE");
    if (!rules || (marker && access(marker, F_OK) != 0)) {
        return 0;
    }
    char copy[1024];
    snprintf(copy, sizeof copy, "%s", rules);
    char *rest = NULL;
    for (char *rule = strtok_r(copy, ";", &rest); rule; rule = strtok_r(NULL, ";", &rest)) {
        char *number = strchr(rule, '=');
        char *end = number ? strchr(number + 1, '=') : NULL;
        if (!end) {
            abort();
        }
        *number++ = '\0';
        *end++ = '\0';
        size_t length = strlen(path), wanted = strlen(end);
        if (strcmp(rule, what) == 0 && length >= wanted && strcmp(path + length - wanted, end) == 0) {
            errno = atoi(number);
            return 1;
        }
    }
    return 0;
}

int fsync(int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    char path[4096];
    path_of(fd, path, sizeof path);
    note("fsync", path);
    return fails("fsync", path) ? -1 : real(fd);
}

int rename(const char *from, const char *to) {
    int (*real)(const char *, const char *) = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
    note("rename", to);
    return real(from, to);
}

int open64(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    int mode = flags & O_CREAT ? va_arg(more, int) : 0;
    va_end(more);
    int writes = (flags & O_ACCMODE) != O_RDONLY;
    if (fails("read", path) || (writes && fails("write", path)) ||
        ((flags & O_CREAT) && access(path, F_OK) != 0 && fails("create", path))) {
        return -1;
    }
    return real_open(path, flags, mode);
}
