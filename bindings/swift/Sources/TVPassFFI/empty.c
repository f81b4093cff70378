/* SwiftPM wants a source file beside the header. The functions are in the library. */
#include "TVPassFFI.h"
