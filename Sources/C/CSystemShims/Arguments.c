// The words that the program was started with. glibc gives them to whatever runs before main, in a static program as well.
#include "CSystemShims.h"

static int count;
static char *const *words;

__attribute__((constructor)) static void keep(int argument_count, char **arguments) {
  count = argument_count;
  words = arguments;
}

int postkeep_argument_count(void) { return count; }

const char *postkeep_argument(int number) { return number >= 0 && number < count ? words[number] : 0; }
