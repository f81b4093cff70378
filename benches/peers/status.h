/* What the kernel says that the process occupies. */
#ifndef STATUS_H
#define STATUS_H

#include <stdio.h>
#include <string.h>

/* Prints three numbers in KiB: resident now, of that not backed by files, and resident at the peak. */
static inline int print_status(void)
{
    char line[256];
    long rss = -1, anonymous = -1, peak = -1;
    FILE *f = fopen("/proc/self/status", "r");

    if (!f)
        return 1;
    while (fgets(line, sizeof line, f)) {
        sscanf(line, "VmRSS: %ld", &rss);
        sscanf(line, "RssAnon: %ld", &anonymous);
        sscanf(line, "VmHWM: %ld", &peak);
    }
    fclose(f);
    printf("%ld %ld %ld\n", rss, anonymous, peak);
    return rss < 0 || anonymous < 0 || peak < 0;
}

#endif
