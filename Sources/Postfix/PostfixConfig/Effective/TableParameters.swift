// Parameters whose value is a list of lookup tables, or one table, and nothing else.
//
// Approval lists such as proxy_read_maps are compared, not opened; alias_database names files for postalias(1), which
// knows a type without being told. Sources: maps.c, dict_open.c, dsn_filter.c, smtpd.c, smtp.c.

import Bytes

enum TableParameters {
  static let names: Set<ByteString> = {
    let lists = ParameterFacts.known.parameters.filter { $0.use == "maps" && !$0.isRaw }.map(\.name)
    let filters: [ByteString] = [
      "default_delivery_status_filter", "lmtp_delivery_status_filter", "lmtp_dns_reply_filter", "lmtp_reply_filter",
      "local_delivery_status_filter", "pipe_delivery_status_filter", "postscreen_command_filter",
      "smtp_delivery_status_filter", "smtp_dns_reply_filter", "smtp_reply_filter", "smtpd_command_filter",
      "smtpd_dns_reply_filter", "virtual_delivery_status_filter",
    ]
    return Set(lists + filters).subtracting(["proxy_read_maps", "proxy_write_maps"])
  }()
}
