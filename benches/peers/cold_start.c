/* A cold start: PROGRAM LIBRARY INPUT-FOLDER loads the library, which has `prepare` and `build` of measure.h and loads what it needs
 * itself, prepares, and builds the first request. Prints nanoseconds: loaded, first request, and
 * the same again without loading. */
#define _POSIX_C_SOURCE 200809L
#include "measure.h"

#include <dlfcn.h>
#include <stdio.h>
#include <time.h>

typedef prepared *prepare_function(const input *);
typedef request *build_function(const input *, const prepared *);

static long now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long)t.tv_sec * 1000000000L + t.tv_nsec;
}

int main(int argc, char **argv)
{
    input in;
    void *library;
    prepare_function *prepare_first;
    build_function *build_first;
    prepared *p;
    long start, loaded, first, again;

    if (argc != 3)
        return 2;
    in = read_input(argv[2]);
    start = now_ns();
    library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        fprintf(stderr, "%s\n", dlerror());
        return 3;
    }
    /* ISO C has no conversion from an object to a function; POSIX has this. */
    *(void **)&prepare_first = dlsym(library, "prepare");
    *(void **)&build_first = dlsym(library, "build");
    if (!prepare_first || !build_first)
        return 4;
    loaded = now_ns();
    p = prepare_first(&in);
    if (!p || !build_first(&in, p))
        return 5;
    first = now_ns();
    p = prepare_first(&in);
    if (!p || !build_first(&in, p))
        return 6;
    again = now_ns();
    printf("%ld %ld %ld\n", loaded - start, first - start, again - first);
    return 0;
}
