// libarchive: reading and writing tar. Compression is not its business here, see Sources/C/CZstd.

#include <archive.h>
#include <archive_entry.h>
