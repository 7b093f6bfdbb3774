// What remote servers and the lack of them say, for defer logs and bounce logs.

import Bytes

enum DeliveryReasons {
  static func delayed(_ domain: ByteString, using random: inout SeededRandom) -> DeliveryNote {
    let number = random.below(254) + 1
    let server: ByteString = "mx." + domain
    let host = server + ByteString("[192.0.2.\(number)]")
    let note: DeliveryNote
    switch random.below(5) {
    case 0:
      note = DeliveryNote(
        status: "4.4.1", action: "delayed", reason: "connect to " + host + ":25: Connection timed out")
    case 1:
      note = DeliveryNote(
        status: "4.4.1", action: "delayed", reason: "connect to " + host + ":25: Connection refused")
    case 2:
      note = said(host, server, "4.7.1", "451 4.7.1 Greylisted, try again in 300 seconds", "delayed")
    case 3:
      note = said(host, server, "4.2.2", "452 4.2.2 \"Mailbox\" <x> is over quota \\ völlig voll", "delayed")
    default:
      note = DeliveryNote(
        status: "4.4.3", action: "delayed",
        reason: "Host or domain name not found. Name service error for name=" + domain
          + " type=MX: Host not found, try again")
    }
    return note
  }

  static func failed(_ domain: ByteString) -> DeliveryNote {
    let server: ByteString = "mx." + domain
    return said(server + "[192.0.2.1]", server, "5.1.1", "550 5.1.1 User unknown", "failed")
  }

  static func delivered(_ domain: ByteString) -> DeliveryNote {
    DeliveryNote(status: "2.0.0", action: "relayed", reason: "250 2.0.0 Ok: queued at " + domain)
  }

  private static func said(
    _ host: ByteString, _ server: ByteString, _ status: ByteString, _ reply: ByteString, _ action: ByteString
  ) -> DeliveryNote {
    var note = DeliveryNote(
      status: status, action: action, reason: "host " + host + " said: " + reply + " (in reply to RCPT TO command)")
    note.diagnostic = reply
    note.server = server
    return note
  }
}
