// Keeps a static program small.
//
// libarchive's tar writer calls one small function of its file archive_write_set_format.c, and that file names every
// format there is: zip, 7zip, xar and with them nettle, lzma, bzip2, libxml2 and ICU, 40 MB in all. With this function
// here, a linker that takes files out of libarchive.a does not take that one. A shared libarchive keeps its own.
// Should a later libarchive need more of that file, the release program does not link, and says so.

#include "CArchive.h"

void __archive_write_entry_filetype_unsupported(struct archive *archive, struct archive_entry *entry,
                                                const char *format) {
  (void)entry;
  archive_set_error(archive, -1, "%s: this type of file is not supported", format);
}
