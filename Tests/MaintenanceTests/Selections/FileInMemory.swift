// A message whose file a test has made, for selections.

import Bytes
import Conditions
import MessageSelections
import PostfixQueue
import TestSupport

final class FileInMemory: SelectableMessage {
  let queue: QueueName
  let name: ByteString = "4jYR3d3YTQz2NPSf"
  let mode = MessageMode(rawValue: 0o700)
  let fileSize: Int
  let modified: Int64 = 1_700_000_050
  let now: Int64 = 1_700_000_100
  private(set) var envelope = Envelope()
  private(set) var window: QueueFileWindow
  let log: RecipientLog?
  let usesUTF8 = true

  init(_ content: [UInt8], in queue: QueueName = .deferred, log: [UInt8]? = nil) {
    self.queue = queue
    self.log = log.map { RecipientLog($0) }
    fileSize = content.count
    window = QueueFileWindow(content)
    envelope.read(&window, isMaildrop: queue == .maildrop)
  }

  func lifetime(isBounce: Bool) -> Int64 { isBounce ? 1000 : 2000 }

  var headers: MessageHeaders { readHeaders() }

  func outcome(_ condition: String) throws -> Outcome {
    try Selection(where: ByteString(condition)).outcome(for: self)
  }
}

extension Outcome {
  /// "yes", "no", or "cannot tell".
  var word: String {
    switch self {
    case .yes: "yes"
    case .no: "no"
    case .cannotTell: "cannot tell"
    }
  }
}
