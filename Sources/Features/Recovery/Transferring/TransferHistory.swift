// How far a transfer is on the host that gives its messages away, from its journal.
//
//     taken       messages were moved out of the queue, and the disk knows it
//     archiving   all of an archive but its end was written: from here on the standby may have accepted it
//     withdrawn   that archive never got its end, and is gone
//     archived    the archive is whole
//     settled     the standby has accepted; the copies here are removed
//     cancelled   the standby never will, or cannot; the messages are moved back
//     finished    no message is beside the queue any more

import Bytes
import JSONText
import RunJournals
import SystemAccess

struct TransferHistory: Sendable {
  private(set) var taken: Int?
  /// What an archive had, if one may be whole.
  private(set) var offered: TransferContent?
  /// Where the archive was put; nil when it went through a pipe, or is not known to be whole.
  private(set) var archive: String?
  private(set) var isArchived = false
  /// The host that has accepted.
  private(set) var acceptedBy: String?
  private(set) var isSettled = false
  private(set) var isCancelled = false
  private(set) var isFinished = false

  init(_ run: TransferRun) throws(SystemError) {
    for line in try RunJournal.read(run.directory) {
      switch line["event"]?.text {
      case "taken": taken = line["count"]?.integer.flatMap { Int(exactly: $0) }
      case "archiving": offered = TransferContent(members: line)
      case "withdrawn": offered = nil
      case "archived":
        isArchived = true
        archive = line["archive"]?.text
      case "settled":
        isSettled = true
        acceptedBy = line["host"]?.text
      case "cancelled": isCancelled = true
      case "finished": isFinished = true
      default: break
      }
    }
  }
}
