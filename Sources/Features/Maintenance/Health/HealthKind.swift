// Everything that can be wrong in a queue directory, by its stable name.

public enum HealthSeverity: String, CaseIterable, Sendable, Comparable {
  case critical, high, medium, low, info

  public static func < (left: HealthSeverity, right: HealthSeverity) -> Bool { left.rank < right.rank }
  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// In the order in which they are reported within a severity.
public enum HealthKind: String, CaseIterable, Sendable {
  case oneCharacterFile = "one-character-file"
  case oneCharacterLink = "one-character-link"
  case foreignOwner = "foreign-owner"
  case readOnly = "read-only"
  case noRoom = "no-room"

  case immutable
  case unreadableSubmission = "unreadable-in-maildrop"
  case directoryClosed = "directory-closed"
  case directoryOwner = "directory-owner"
  case expiredByChmod = "expired-by-chmod"
  case doomedUnfinished = "doomed-unfinished-file"
  case severalNames = "message-with-several-names"
  case hardLink = "hard-link"
  case duplicateID = "duplicate-id"
  case emptyFile = "empty-file"
  case damagedMessage = "damaged-message"
  case otherFileSystem = "other-file-system"

  case unfinishedFile = "unfinished-file"
  case corruptMark = "corrupt-mark"
  case corruptMessage = "corrupt-message"
  case setIDBits = "set-id-bits"
  case inodeMismatch = "inode-mismatch"
  case misplacedFile = "misplaced-file"
  case shortName = "short-name"
  case interruptedRepair = "interrupted-repair"
  case expiredOnHold = "expired-on-hold"
  case foreignLogOwner = "foreign-log-owner"
  case orphanBounceLog = "orphan-bounce-log"
  case directoryGroup = "directory-group"
  case directoryOpen = "directory-open"
  case missingDirectory = "missing-directory"
  case fillingUp = "filling-up"
  case unfinishedRun = "unfinished-run"
  case strandedTrace = "trace-log-to-be-stranded"
  case strayQueue = "stray-queue"

  case foreignUnseenOwner = "foreign-unseen-owner"
  case foreignDeferLogOwner = "foreign-defer-log-owner"
  case linkedLog = "linked-log"
  case unusualMode = "unusual-mode"
  case foreignGroup = "foreign-group"
  case orphanLog = "orphan-log"
  case finishedMessage = "finished-message"
  case unsentNotice = "finished-message-with-notice"
  case futureArrival = "future-arrival"
  case foreignName = "foreign-name"
  case noQueueID = "no-queue-id"
  case repairMark = "repair-mark"
  case staleTemporary = "stale-temporary-file"
  case fifo
  case socket
  case device
  case link
  case strayDirectory = "stray-directory"
  case strayFiles = "stray-directory-with-files"
  case surplusDirectory = "surplus-hash-directory"
  case hugeLog = "huge-log"
  case putAside = "put-aside"

  case longIDMismatch = "long-id-inode-mismatch"
  case expired

  public var severity: HealthSeverity {
    switch self {
    case .oneCharacterFile, .oneCharacterLink, .foreignOwner, .readOnly, .noRoom: .critical
    case .immutable, .unreadableSubmission, .directoryClosed, .directoryOwner, .expiredByChmod, .doomedUnfinished,
      .severalNames, .hardLink, .duplicateID, .emptyFile, .damagedMessage, .otherFileSystem:
      .high
    case .unfinishedFile, .corruptMark, .corruptMessage, .setIDBits, .inodeMismatch, .misplacedFile, .shortName,
      .interruptedRepair, .expiredOnHold, .foreignLogOwner, .orphanBounceLog, .directoryGroup, .directoryOpen,
      .missingDirectory, .fillingUp, .unfinishedRun, .strandedTrace, .strayQueue, .strayFiles:
      .medium
    case .longIDMismatch, .expired: .info
    default: .low
    }
  }
}
