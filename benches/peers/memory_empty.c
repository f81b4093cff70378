/* What a process occupies that does nothing. */
#include "status.h"

int main(void)
{
    return print_status();
}
