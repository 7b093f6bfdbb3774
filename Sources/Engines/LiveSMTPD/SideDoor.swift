// A way in for our own connection where smtpd_client_restrictions refuse it.
//
// With smtpd_delay_reject = no the client restrictions see the connection before the first XCLIENT, and a refusal there is
// final. So we come from an address that nobody has, told by the PROXY protocol, and the restrictions begin with a permit
// for that address alone. Sessions by XCLIENT see them as they are.

import Bytes

enum SideDoor {
  /// RFC 7600 reserves 192.0.0.8 as a dummy: no client has it.
  private static let address = "192.0.0.8"

  static func settings(around restrictions: ByteString) -> [String] {
    [
      "smtpd_client_restrictions=check_client_access inline:{\(address)=OK} \(restrictions)",
      "smtpd_upstream_proxy_protocol=haproxy", "smtpd_peername_lookup=no",
    ]
  }

  static let introduction = Array("PROXY TCP4 \(address) \(address) 40000 25\r\n".utf8)
}
