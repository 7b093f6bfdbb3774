// What the standby answers: that it has accepted a transfer, or that it never will. One JSON object in a small file.
//
//     {"schema":"postkeep.transfer.receipt/1","transfer":"mail1-20261126T224603Z-3fa9","host":"mail2",
//      "outcome":"accepted","count":1200,"sha256":"9f86…","time":1795560363}

import JSONText
import SystemAccess

public struct TransferReceipt: Hashable, Sendable {
  static let schema = "postkeep.transfer.receipt/1"

  public enum Outcome: Hashable, Sendable {
    case accepted(TransferContent)
    case refused
  }

  /// The id of the transfer.
  public let transfer: String
  /// The standby.
  public let host: String
  public let outcome: Outcome
  /// Seconds since the epoch.
  public let time: Int64

  public var json: [UInt8] {
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", Self.schema)
      json.member("transfer", transfer)
      json.member("host", host)
      switch outcome {
      case .accepted(let content):
        json.member("outcome", "accepted")
        content.writeMembers(to: &json)
      case .refused: json.member("outcome", "refused")
      }
      json.member("time", time)
    }
    return json.bytes
  }

  init(transfer: String, host: String, outcome: Outcome, time: Int64) {
    self.transfer = transfer
    self.host = host
    self.outcome = outcome
    self.time = time
  }

  /// - Parameter name: for messages.
  init(_ bytes: [UInt8], named name: String) throws(RecoveryFailure) {
    guard let json = try? JSONReader().read(bytes), json["schema"]?.text == Self.schema,
      let transfer = json["transfer"]?.text, let host = json["host"]?.text
    else {
      throw RecoveryFailure(
        .unreadable,
        "\(name) is no receipt of a transfer\n  'postkeep restore transfer accept' writes it on the standby.")
    }
    switch json["outcome"]?.text {
    case "accepted":
      guard let content = TransferContent(members: json) else {
        throw RecoveryFailure(.damaged, "\(name) does not say what was accepted: it has been changed or cut")
      }
      outcome = .accepted(content)
    case "refused": outcome = .refused
    default: throw RecoveryFailure(.damaged, "\(name) says neither accepted nor refused: it has been changed or cut")
    }
    self.transfer = transfer
    self.host = host
    time = json["time"]?.integer ?? 0
  }
}
