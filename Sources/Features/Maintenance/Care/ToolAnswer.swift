// What postsuper(1) or postqueue(1) has said of some messages.

import Bytes
import SystemAccess

struct ToolAnswer {
  private var complaints: [String] = []
  private var hasFailed = false
  /// Whether the tool would say the same of all other messages.
  private(set) var concernsAll = false

  init() {}

  init(_ result: Subprocess, to action: CareAction) {
    complaints = result.errors.split(separator: 0x0A).map { PrintableText.of(ByteString($0).description) }
    hasFailed = result.status != 0
    // postsuper does not fail for one message. 69 is EX_UNAVAILABLE: the mail system is down.
    concernsAll = hasFailed && (action != .flush || result.status == 69)
  }

  /// Why the tool has given up; nil when it has not.
  var failure: String? { hasFailed ? complaints.last ?? "the tool has failed without a word" : nil }

  /// Whether it has given up because of this message.
  func hasFailed(at id: ByteString) -> Bool { failure.map { Self.names(id, in: $0) } ?? false }

  /// What was said about a message; nil for nothing.
  func complaint(about id: ByteString) -> String? { complaints.last { Self.names(id, in: $0) } }

  /// A short id may be a part of another one.
  private static func names(_ id: ByteString, in text: String) -> Bool {
    let id = PrintableText.of(id.description)
    return text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { $0 == id }
  }
}
