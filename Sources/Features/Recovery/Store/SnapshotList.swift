// The snapshots of a store, for people and for programs.

import Bytes
import JSONText
import SnapshotArchive
import SnapshotCatalogue
import SystemAccess

public struct SnapshotList {
  private let records: [SnapshotRecord]
  private let standings: SnapshotStandings
  private let path: String

  public init(_ store: SnapshotStore) {
    records = store.records
    standings = SnapshotStandings(records)
    path = store.path
  }

  /// Archives that are no good snapshots, as sentences.
  public var problems: [String] { StoreProblems.of(records, in: path) }

  /// A table, the oldest snapshot first.
  public var text: String {
    guard !records.isEmpty else { return "\(path) has no snapshots.\n" }
    let head = ["ID", "WHEN", "MESSAGES", "SIZE", "GUARANTEE", "BASE", "TAGS", "VERIFIED"]
    return TextTable(head, records.map { $0.cells(standings.of($0)) }, rightAligned: [2, 3]).text
  }

  public var json: [UInt8] {
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", "postkeep.snapshot.list/1")
      json.member("store", path)
      json.array("snapshots") { json in
        for record in records {
          json.object { json in
            record.writeMembers(to: &json)
            json.member("problem", standings.of(record).problem)
          }
        }
      }
    }
    return json.bytes
  }
}

extension SnapshotRecord {
  fileprivate func cells(_ standing: SnapshotStanding) -> [String] {
    [
      PrintableText.of(id), LocalTime.minute(created / 1000), isOpened ? "\(messages)" : "?",
      SizeText.bytes(fileSize), state(standing), base.map { PrintableText.of($0) } ?? "-",
      tags.isEmpty ? "-" : PrintableText.of(tags.joined(separator: ",")),
      verification.map { ($0.isGood ? "" : "BAD ") + LocalTime.minute($0.time / 1000) } ?? "-",
    ]
  }

  /// What it claims, or why it claims nothing.
  private func state(_ standing: SnapshotStanding) -> String {
    if problem != nil { return isOpened ? "UNFINISHED" : "UNREADABLE" }
    if standing.problem != nil { return "BROKEN" }
    return claim?.rawValue ?? encryption.map { "encrypted (\($0.rawValue))" } ?? "-"
  }

  fileprivate func writeMembers(to json: inout JSONWriter) {
    json.member("id", id)
    json.member("file", fileName)
    json.member("size", fileSize)
    json.member("host", isOpened ? host : nil)
    json.member("queue_directory", isOpened ? queueDirectory : nil)
    json.member("created_ms", created)
    json.member("window_end_ms", windowEnd)
    json.member("base", base)
    json.member("guarantee", guarantee)
    json.member("reason", reason)
    json.member("selection", selection)
    json.member("messages", isOpened ? messages : nil)
    json.member("stored_files", isOpened ? storedFiles : nil)
    json.member("bytes", isOpened ? bytes : nil)
    json.member("finished", isOpened ? finished : nil)
    json.member("damaged", isOpened ? damaged : nil)
    json.member("tags", tags)
    json.member("has_configuration", isOpened ? hasConfiguration : nil)
    json.member("has_secrets", isOpened ? hasSecrets : nil)
    json.member("postfix", postfix)
    json.member("encrypted", encryption?.rawValue)
    json.member("signed", isSigned)
    json.member("verified_ms", verification?.time)
    json.member("verified_good", verification?.isGood)
  }
}
