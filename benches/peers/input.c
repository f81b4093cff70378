/* The inputs, as `cargo xtask bench` has written them. */
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>

static const char *volatile last;

void use(const char *data, size_t len)
{
    last = data + len;
}

static text read_file(const char *folder, const char *name)
{
    char path[4096];
    text t = {NULL, 0};
    FILE *f = NULL;
    long size = -1;

    if (snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path)
        f = fopen(path, "rb");
    if (f && fseek(f, 0, SEEK_END) == 0)
        size = ftell(f);
    if (size >= 0) {
        rewind(f);
        t.len = (size_t)size;
        t.data = malloc(t.len + 1);
    }
    if (!t.data || fread(t.data, 1, t.len, f) != t.len) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(1);
    }
    t.data[t.len] = '\0';
    fclose(f);
    return t;
}

input read_input(const char *folder)
{
    input in;

    in.base = read_file(folder, "base");
    in.token = read_file(folder, "token");
    in.identifier = read_file(folder, "identifier");
    in.user_agent = read_file(folder, "user_agent");
    in.service_provider = read_file(folder, "service_provider");
    in.mvpd = read_file(folder, "mvpd");
    in.redirect_url = read_file(folder, "redirect_url");
    in.content_type = read_file(folder, "content_type");
    in.body = read_file(folder, "body");
    return in;
}
