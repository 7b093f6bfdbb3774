// What the tar reader reads: an archive file piece by piece, decompressed by the way or, for those who read all of it, by
// a thread of its own.

import SystemAccess

final class CompressedSource {
  /// What may follow the archive in whole zero blocks: tar(1) fills up its records, of up to 1 MiB.
  private static let longestPadding = 1 << 20
  /// How many pieces are decompressed before they are asked for.
  private static let ahead = 4

  private typealias Read = Result<TarPiece, ArchiveError>

  private let file: CompressedFile
  private let archive: String
  /// Nil when nothing is read ahead.
  private let work: WorkAhead<Read>?
  /// What was given last; nil before the first piece and at the end.
  private var piece: TarPiece?

  /// Where the last frame begins that had content, in bytes of the file.
  private(set) var contentFrame = 0
  /// Up to where checksums have proved what was given, in bytes of the file.
  private(set) var checked = 0
  /// Whether nothing was wrong up to the last byte of the file, be it that the archive goes on behind it.
  private(set) var hasEnded = false
  /// Bytes of the file so far, and bytes of tar that came of them.
  private(set) var fileBytes = 0
  private(set) var tarBytes = 0
  /// What went wrong first.
  private(set) var failure: ArchiveError?

  init(
    _ file: consuming OpenFile, named archive: String, _ limits: ArchiveLimits, ahead isAhead: Bool
  ) throws(ArchiveError) {
    let file = try CompressedFile(file, named: archive, limits)
    self.file = file
    self.archive = archive
    guard isAhead else {
      work = nil
      return
    }
    var hasFailed = false
    work = WorkAhead(room: Self.ahead) {
      guard !hasFailed else { return nil }
      do throws(ArchiveError) { return try file.next().map { .success($0) } } catch {
        hasFailed = true
        return .failure(error)
      }
    }
  }

  /// The next bytes of tar, good until the next call. Empty at the end; nil when it failed, and `failure` says why.
  func next() -> UnsafeRawBufferPointer? {
    guard failure == nil else { return nil }
    if let piece { file.giveBack(piece) }
    do throws(ArchiveError) {
      piece = if let work { try work.next()?.get() } else { try file.next() }
    } catch {
      piece = nil
      failure = error
      (checked, hasEnded) = (file.checked, file.isCut)
      return nil
    }
    guard let piece else {
      (checked, hasEnded) = (file.checked, true)
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
    contentFrame = piece.frame
    checked = piece.frame
    fileBytes = piece.fileBytes
    tarBytes += piece.content.count
    return piece.content.bytes
  }

  /// Reads what is behind the end of the tar archive: zeros, and not too many.
  /// - Parameter position: where the tar archive ends, in bytes of tar; in the last bytes that were given, or behind.
  func drain(from position: Int) throws(ArchiveError) {
    let last = piece?.content.bytes ?? UnsafeRawBufferPointer(start: nil, count: 0)
    var padding = max(0, min(last.count, tarBytes - position))
    var isZero = last.suffix(padding).allSatisfy { $0 == 0 }
    while isZero, padding <= Self.longestPadding, let bytes = next(), !bytes.isEmpty {
      padding += bytes.count
      isZero = bytes.allSatisfy { $0 == 0 }
    }
    if let failure { throw failure }
    guard isZero, padding <= Self.longestPadding else {
      throw ArchiveError(.damaged, "read", archive, "something follows its end")
    }
  }
}
