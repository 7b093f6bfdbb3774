// manifest.json, the first file of a snapshot.

import Bytes
import SnapshotArchive
import TestSupport
import Testing

@Suite("Snapshot manifests")
struct SnapshotManifestTests {
  static let example = SnapshotManifest(
    id: "mail1-20261126T224603Z", host: "mail1.example.com", program: "0.1.0", postfix: "3.7.11",
    queue: SnapshotManifest.Queue(
      directory: "/var/spool/postfix", configurationDirectory: "/etc/postfix", hashedQueues: ["deferred", "defer"],
      hashDepth: 1, usesLongIDs: false, owner: "postfix", maximalLifetime: 432_000, bounceLifetime: 86_400),
    window: SnapshotManifest.Window(start: 1_764_196_013_123, end: 1_764_196_013_456), guarantee: .bestEffort,
    reason: "directories cannot be watched", base: "mail1-20261125T224603Z", selection: "age > 1d",
    tags: ["nightly"], hasConfiguration: true, hasSecrets: false, messages: 3, bytes: 4711)

  @Test("A manifest that was written is read back as it was")
  func roundTrip() throws {
    #expect(try SnapshotManifest(json: Self.example.json) == Self.example)
  }

  @Test(
    "What is no manifest is refused with a reason",
    arguments: [
      ("", "no JSON"), ("[]", "none of a snapshot"), (#"{"schema":"postkeep.audit/1"}"#, "none of a snapshot"),
      (#"{"schema":"postkeep.snapshot/2"}"#, "format 2"), (#"{"schema":"postkeep.snapshot/1"}"#, "lacks"),
    ])
  func refused(_ text: String, _ reason: String) {
    do throws(SnapshotFlaw) {
      _ = try SnapshotManifest(json: Array(text.utf8))
      Issue.record("taken: \(text)")
    } catch {
      #expect(error.description.contains(reason), "\(error)")
    }
  }
}
