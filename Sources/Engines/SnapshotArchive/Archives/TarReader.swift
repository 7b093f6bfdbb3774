// libarchive's reader of tar. It says what is there; whether that may be, ArchiveReader judges.

import Bytes
import CArchive
import Glibc
import SystemAccess

final class TarReader {
  enum Kind { case file, directory, other(String) }

  struct Header {
    let kind: Kind
    let path: ByteString
    let size: Int64
    let mode: UInt32
    let owner: Int64
    let group: Int64
    let seconds: Int64
    let nanoseconds: Int64
  }

  private let handle: OpaquePointer
  private let source: CompressedSource
  private let archive: String
  /// Where the content of the last file lies, padding included, in bytes of tar.
  private var content = 0..<0
  private var path: ByteString = .empty
  /// How many bytes of it were read.
  private var count = 0

  init(from source: CompressedSource, named archive: String) throws(ArchiveError) {
    guard let handle = archive_read_new() else { throw ArchiveError("read", archive, code: 12) }
    self.handle = handle
    self.source = source
    self.archive = archive
    try check(archive_read_support_format_tar(handle))
    // The source lives as long as this reader does.
    let client = Unmanaged.passUnretained(source).toOpaque()
    let result = archive_read_open(
      handle, client, nil,
      { _, client, bytes in
        guard let client, let bytes else { return -1 }
        let source = Unmanaged<CompressedSource>.fromOpaque(client).takeUnretainedValue()
        guard let next = source.next() else { return -1 }
        bytes.pointee = next.baseAddress
        return next.count
      }, nil)
    try check(result)
  }

  deinit { archive_read_free(handle) }

  /// The next header; nil at the end of an archive that is complete.
  func next() throws(ArchiveError) -> Header? {
    var entry: OpaquePointer?
    let result = archive_read_next_header(handle, &entry)
    if result == ARCHIVE_EOF {
      try source.drain(from: Int(archive_filter_bytes(handle, 0)))
      // The end of a tar archive is marked by two blocks of zeros. libarchive does not insist.
      guard source.tarBytes >= content.upperBound + 1024 else {
        throw ArchiveError(.damaged, "read", archive, "its end is missing")
      }
      return nil
    }
    // A warning says that something was left out, or a name changed.
    guard result == ARCHIVE_OK, let entry else { throw error() }
    guard archive_read_header_position(handle) >= content.upperBound else { throw holes() }
    path =
      archive_entry_pathname(entry).map { name in
        ByteString(UnsafeRawBufferPointer(start: name, count: strlen(name)))
      } ?? .empty
    let size = archive_entry_size(entry)
    let start = Int(archive_filter_bytes(handle, 0))
    // Full blocks. What is larger than this, the caller refuses.
    content = start..<start + (Int(min(max(0, size), 1 << 56)) + 511) / 512 * 512
    count = 0
    return Header(
      kind: Self.kind(entry), path: path, size: size, mode: archive_entry_perm(entry),
      owner: archive_entry_uid(entry), group: archive_entry_gid(entry), seconds: Int64(archive_entry_mtime(entry)),
      nanoseconds: Int64(archive_entry_mtime_nsec(entry)))
  }

  /// The next bytes of content; 0 at its end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    let got = archive_read_data(handle, buffer.baseAddress, buffer.count)
    guard got >= 0 else { throw error() }
    count += got
    guard content.lowerBound + count <= source.tarBytes else { throw holes() }
    return got
  }

  /// A file that has more content than lies in the archive: libarchive makes up zeros.
  private func holes() -> ArchiveError {
    ArchiveError(.refused, "read", archive, path: path, "it is a file with holes")
  }

  private static func kind(_ entry: OpaquePointer) -> Kind {
    if archive_entry_hardlink(entry) != nil { return .other("a hard link") }
    if archive_entry_symlink(entry) != nil { return .other("a symbolic link") }
    if archive_entry_sparse_count(entry) > 0 { return .other("a file with holes") }
    switch archive_entry_filetype(entry) {
    case 0o100000: return .file
    case 0o040000: return .directory
    case 0o120000: return .other("a symbolic link")
    case 0o010000: return .other("a FIFO")
    case 0o020000, 0o060000: return .other("a device")
    default: return .other("something that is no file")
    }
  }

  private func check(_ result: Int32) throws(ArchiveError) {
    guard result == ARCHIVE_OK else { throw error() }
  }

  private func error() -> ArchiveError {
    if let failure = source.failure { return failure }
    let reason = archive_error_string(handle).map { String(cString: $0) } ?? "libarchive does not say why"
    return ArchiveError(.damaged, "read", archive, PrintableText.of(reason))
  }
}
