/* PROGRAM JOB ROUNDS|time INPUT-FOLDER */
#define _POSIX_C_SOURCE 200809L
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* More than any preparation needs at its peak. Held while the rounds run, so that the peak of the heap lies there. */
#define BALLAST_BYTES ((size_t)4 << 20)
#define BATCHES 101
#define ROUNDS 200

static void die(const char *what)
{
    fprintf(stderr, "failed: %s\n", what);
    exit(1);
}

static void round_of(const char *job, const input *in, const prepared *p, const request *r)
{
    prepared *mine = NULL;
    request *fresh;

    if (strcmp(job, "prepare") == 0) {
        mine = prepare(in);
        if (!mine)
            die(job);
        prepared_free(mine);
        return;
    }
    if (strcmp(job, "interpret") == 0) {
        if (interpret(in, p, r) < 1)
            die(job);
        return;
    }
    if (strcmp(job, "all") == 0) {
        p = mine = prepare(in);
        if (!mine)
            die(job);
    }
    fresh = build(in, p);
    if (!fresh || (strcmp(job, "build") != 0 && interpret(in, p, fresh) < 1))
        die(job);
    request_free(fresh);
    if (mine)
        prepared_free(mine);
}

static long now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long)t.tv_sec * 1000000000L + t.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
    const long *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

int main(int argc, char **argv)
{
    input in;
    prepared *p;
    request *r;
    long batches[BATCHES];

    if (argc != 4)
        die("usage: PROGRAM JOB ROUNDS|time INPUT-FOLDER");
    in = read_input(argv[3]);
    p = prepare(&in);
    r = p ? build(&in, p) : NULL;
    if (!r || interpret(&in, p, r) < 1)
        die("the first round");
    if (strcmp(argv[2], "time") == 0) {
        for (int batch = 0; batch < BATCHES; batch++) {
            long start = now_ns();
            for (int i = 0; i < ROUNDS; i++)
                round_of(argv[1], &in, p, r);
            batches[batch] = (now_ns() - start) / ROUNDS;
        }
        qsort(batches, BATCHES, sizeof *batches, by_size);
        printf("%ld\n", batches[BATCHES / 2]);
    } else {
        char *ballast = malloc(BALLAST_BYTES);
        if (!ballast)
            die("ballast");
        use(ballast, 1);
        for (long rounds = strtol(argv[2], NULL, 10); rounds > 0; rounds--)
            round_of(argv[1], &in, p, r);
        free(ballast);
    }
    return 0;
}
