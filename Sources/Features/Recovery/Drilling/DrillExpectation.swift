// What has to be in the queue of a drill and in its log, from the plan and from what the procedure has placed.

import Bytes
import PostfixLog
import PostfixQueue
import SnapshotArchive

struct DrillExpectation {
  struct Message {
    /// To whom it is still to be delivered, as the log names them.
    var owed: [ByteString: Int]
    /// Those among them whose addresses Postfix never writes in another way.
    let plain: Set<ByteString>
    /// Who may be listed as well: the log of deferrals may still name them.
    let finished: Set<ByteString>
  }

  /// By their new ids.
  private(set) var messages: [ByteString: Message] = [:]
  /// Submissions get their ids when they are taken in: they are looked at together.
  private(set) var submitted = Message(owed: [:], plain: [], finished: [])
  private(set) var submissions = 0
  private(set) var corrupt = 0
  /// Placed by the plan, and not known to the journal.
  private(set) var unplaced: [ByteString] = []

  init(_ plan: RestorePlan, _ restored: [RestoredMessage]) {
    let names = Dictionary(restored.map { ($0.key, $0.name) }) { $1 }
    var pool: [ByteString: Int] = [:]
    for planned in plan.placed {
      if planned.decision.queue == .maildrop {
        submissions += 1
        // cleanup(8) drops a recipient that is there twice.
        for address in Set(planned.message.toDo) { pool[Self.logged(address), default: 0] += 1 }
      } else if let name = names[planned.key] {
        if planned.decision.queue == .corrupt { corrupt += 1 } else { messages[name] = Self.message(planned) }
      } else {
        unplaced.append(planned.message.id)
      }
    }
    submitted = Message(owed: pool, plain: Set(pool.keys.filter(Self.isPlain)), finished: [])
  }

  var owed: Int { messages.values.reduce(submitted.count) { $0 + $1.count } }

  private static func message(_ planned: PlannedMessage) -> Message {
    var owed: [ByteString: Int] = [:]
    for address in planned.message.toDo { owed[logged(address), default: 0] += 1 }
    var finished = Set(planned.message.done.map(logged))
    for recipient in planned.recipients where recipient.state.isFinal {
      let address = logged(recipient.address)
      finished.insert(address)
      guard let count = owed[address] else { continue }
      owed[address] = count > 1 ? count - 1 : nil
    }
    return Message(owed: owed, plain: Set(owed.keys.filter(isPlain)), finished: finished)
  }

  private static func logged(_ address: ByteString) -> ByteString { LoggedRecipient(internal: address).address }

  /// Whether trivial-rewrite(8) leaves it as it is. One without a domain gets one, for example.
  private static func isPlain(_ address: ByteString) -> Bool {
    let parts = address.bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    return parts.count == 2
      && parts.allSatisfy { part in
        !part.isEmpty && part.first != UInt8(ascii: ".") && part.last != UInt8(ascii: ".")
          && part.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
              UInt8(ascii: "a")...UInt8(ascii: "z"):
              true
            default: ".-_+=".utf8.contains(byte)
            }
          }
      }
  }
}

extension DrillExpectation.Message {
  var count: Int { owed.values.reduce(0, +) }

  /// Compares with what was delivered. Addresses that Postfix may write in another way count as found when as many others
  /// were.
  /// - Returns: how many recipients got it once, who did not get it, and who got it though nothing was owed to them.
  func compare(_ found: [ByteString: Int]) -> (delivered: Int, missing: [ByteString], surplus: [ByteString]) {
    var (delivered, odd) = (0, 0)
    var missing: [ByteString] = []
    var rest = found
    for (address, count) in owed {
      let here = min(count, rest[address] ?? 0)
      delivered += here
      if here > 0 { rest[address] = (rest[address] ?? 0) - here }
      guard here < count else { continue }
      if plain.contains(address) { missing.append(address) } else { odd += count - here }
    }
    var surplus: [ByteString] = []
    for (address, count) in rest where count > 0 {
      // A recipient that was found too often is no other one.
      let others = owed[address] == nil ? min(odd, count) : 0
      odd -= others
      delivered += others
      if count > others { surplus.append(address) }
    }
    if odd > 0 { missing += owed.keys.filter { !plain.contains($0) && found[$0] == nil } }
    return (delivered, missing, surplus)
  }
}
