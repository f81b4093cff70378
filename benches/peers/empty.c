/* The same program with nothing in it: its size is the harness's. */
#include "measure.h"

prepared *prepare(const input *in)
{
    return (prepared *)in;
}

void prepared_free(prepared *p)
{
    (void)p;
}

request *build(const input *in, const prepared *p)
{
    (void)p;
    return (request *)in;
}

void request_free(request *r)
{
    (void)r;
}

int interpret(const input *in, const prepared *p, const request *r)
{
    (void)in;
    (void)p;
    (void)r;
    return 1;
}
