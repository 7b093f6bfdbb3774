// Where a message comes from: a local submitter, an SMTP client, a client that has authenticated itself.

import Bytes

struct EnvelopeChoice {
  let isLocal: Bool
  let hasSASL: Bool
  let isUTF8: Bool

  func apply(to file: inout MessageFile, _ traits: inout Set<MessageTrait>) {
    if hasSASL && !isLocal {
      traits.insert(.sasl)
      file.attributes += ["sasl_method=PLAIN", ByteString("sasl_username=login@test.invalid")]
    }
    if isUTF8 {
      traits.insert(.utf8)
      file.attributes.append("encoding=8bit")
      file.headers.append("From: Jörg Müller <jörg@bücher.invalid>")
      file.sendOptions = 1 | 2
    }
    file.attributes.append(isLocal ? "rewrite_context=local" : "rewrite_context=remote")
    if isLocal {
      file.fullName = "Local User"
    } else {
      file.clientAttributes = Self.client
    }
  }

  /// In smtpd's order.
  private static let client: [ByteString] = [
    "log_client_name=client.example", "log_client_address=203.0.113.9", "log_client_port=4242",
    "log_message_origin=client.example[203.0.113.9]", "log_helo_name=client.example", "log_protocol_name=ESMTP",
    "client_name=client.example", "reverse_client_name=client.example", "client_address=203.0.113.9",
    "client_port=4242", "server_address=192.0.2.25", "server_port=25", "helo_name=client.example",
    "protocol_name=ESMTP", "client_address_type=2",
  ]
}
