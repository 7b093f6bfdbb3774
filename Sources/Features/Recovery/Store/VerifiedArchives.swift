// When the archives of a store were verified, and what came out: verified.json, beside the catalogue.
//
// The archives do not tell that, so a catalogue that is made anew takes it from here. An archive is known again by its name,
// its size and its time of change: one that was changed, or copied without its time, is another one.

import Bytes
import JSONText
import RunJournals
import SnapshotCatalogue
import SystemAccess

struct VerifiedArchives {
  static let fileName: ByteString = "verified.json"
  private static let schema = "postkeep.snapshot.verified/1"
  /// Bytes; a store of a hundred thousand archives has less.
  private static let limit = 64 << 20

  private struct Stamp: Hashable {
    let file: String
    let size: Int64
    let modified: FileStatus.Time
  }

  private var verifications: [Stamp: SnapshotRecord.Verification] = [:]

  /// Reads what a store has. A file that is missing, or that this version cannot read, says nothing.
  init(in directory: Directory) {
    guard let content = try? directory.open(Self.fileName)?.content(limit: Self.limit, named: directory.path),
      let json = try? JSONReader().read(content), json["schema"]?.text == Self.schema
    else { return }
    for archive in json["archives"]?.elements ?? [] {
      guard let file = archive["file"]?.text, let size = archive["size"]?.integer,
        let seconds = archive["modified"]?.integer, let nanoseconds = archive["modified_ns"]?.integer,
        let time = archive["verified_ms"]?.integer, let isGood = archive["good"]?.bool
      else { continue }
      let stamp = Stamp(
        file: file, size: size, modified: FileStatus.Time(seconds: seconds, nanoseconds: nanoseconds))
      verifications[stamp] = SnapshotRecord.Verification(time: time, isGood: isGood)
    }
  }

  /// How the check of an archive ended; nil for one that was never checked as it is now.
  subscript(file: StoreListing.Archive) -> SnapshotRecord.Verification? {
    verifications[Stamp(file: file.name.fileName, size: Int64(file.size), modified: file.modified)]
  }

  /// Puts what is known of all archives of a store in the place of what the file had, on the disk before this returns.
  static func write(_ records: [SnapshotRecord], in directory: Directory) throws(SystemError) {
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", schema)
      json.array("archives") { json in
        for record in records {
          guard let verification = record.verification else { continue }
          json.object { json in
            json.member("file", record.fileName)
            json.member("size", record.fileSize)
            json.member("modified", record.fileModified.seconds)
            json.member("modified_ns", record.fileModified.nanoseconds)
            json.member("verified_ms", verification.time)
            json.member("good", verification.isGood)
          }
        }
      }
    }
    let fresh = fileName + ".new"
    try directory.remove(fresh)
    try RunShelf.write(json.bytes, to: fresh, in: directory)
    try directory.replace(fileName, by: fresh)
    try directory.sync()
  }
}
