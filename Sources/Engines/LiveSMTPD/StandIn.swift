// Stand-ins for the servers behind smtpd that would keep or send something: cleanup, verify, a login server.

import Bytes

/// One side of a conversation over a local socket.
protocol StandIn {
  /// What the server says first.
  var greeting: [UInt8] { get }
  /// What it says to the next bytes from its client.
  mutating func answer(_ bytes: [UInt8]) -> [UInt8]
}

/// Attributes as Postfix programs send them to each other. Source: attr_print0.c.
private func attributes(_ pairs: (String, String)...) -> [UInt8] {
  var bytes: [UInt8] = []
  for (name, value) in pairs { bytes += name.utf8 + [0] + value.utf8 + [0] }
  return bytes + [0]
}

/// cleanup(8) as a sink: takes a message, says that all is well, keeps nothing.
struct CleanupStandIn: StandIn {
  let greeting = attributes(("protocol", "cleanup_protocol"), ("queue_id", "4PostkeepZz"))
  private var pending: [UInt8] = []
  private var hasFlags = false

  mutating func answer(_ bytes: [UInt8]) -> [UInt8] {
    pending += bytes
    var reply: [UInt8] = []
    if !hasFlags {
      guard let end = pending.firstOccurrence(of: [0, 0]) else { return [] }
      pending.removeFirst(end.upperBound)
      hasFlags = true
    }
    var index = 0
    while let (type, next) = record(at: index) {
      // The end of the message.
      if type == UInt8(ascii: "E") { reply += attributes(("status", "0"), ("reason", "")) }
      index = next
    }
    pending.removeFirst(index)
    return reply
  }

  /// A record is a type, a length in groups of 7 bits, and that many bytes. Source: record.c.
  private func record(at start: Int) -> (type: UInt8, next: Int)? {
    guard start < pending.count else { return nil }
    var length = 0
    var index = start + 1
    var shift = 0
    while index < pending.count, shift < 35 {
      let byte = pending[index]
      length |= Int(byte & 0x7F) << shift
      index += 1
      shift += 7
      if byte & 0x80 == 0 { return index + length <= pending.count ? (pending[start], index + length) : nil }
    }
    return nil
  }
}

/// verify(8) that knows no address yet and never asks for one.
struct VerifyStandIn: StandIn {
  /// The word is spelt like this.
  let greeting = attributes(("protocol", "address_verification_prrotocol"))
  private var pending: [UInt8] = []

  mutating func answer(_ bytes: [UInt8]) -> [UInt8] {
    pending += bytes
    var reply: [UInt8] = []
    while let end = pending.firstOccurrence(of: [0, 0]) {
      pending.removeFirst(end.upperBound)
      reply += attributes(
        ("status", "0"), ("recipient_status", "3"), ("reason", "Address verification in progress"))
    }
    return reply
  }
}

/// A login server, as Dovecot talks, that accepts everybody.
struct LoginStandIn: StandIn {
  let greeting = Array(
    "VERSION\t1\t0\nMECH\tPLAIN\tplaintext\nMECH\tANONYMOUS\tanonymous\nSPID\t1\nCUID\t1\nCOOKIE\t00\nDONE\n".utf8)
  private var pending: [UInt8] = []

  mutating func answer(_ bytes: [UInt8]) -> [UInt8] {
    pending += bytes
    var reply: [UInt8] = []
    while let end = pending.firstIndex(of: 0x0A) {
      let fields = pending[..<end].split(separator: 0x09).map { ByteString($0) }
      if fields.count >= 3, fields[0] == "AUTH" {
        let accepted: ByteString = "OK\t" + fields[1] + "\tuser=anonymous\n"
        reply += accepted.bytes
      }
      pending.removeFirst(end + 1)
    }
    return reply
  }
}
