// The configuration of a Postfix that keeps its mail to itself.
//
// Nobody can enter: there is no listener on any network. Nothing can leave: every transport ends in discard(8), and no
// service runs a program that could send, whatever name a message asks for (a content filter stands in its queue file).
// Addresses stay as they are, so that the log can be compared with the snapshot: no tables, no Milters, no filters.

import Bytes
import ConfigurationDirectory
import PostfixConfig
import QueueStore

struct DrillConfiguration {
  /// The drill's directory.
  let directory: String
  /// The configuration that is rehearsed.
  let original: Configuration

  static let instance = "postkeep-drill"

  /// What belongs to the installation or decides how queue files look.
  private static let taken: [ByteString] = [
    "compatibility_level", "command_directory", "daemon_directory", "shlib_directory", "meta_directory", "mail_owner",
    "setgid_group", "hash_queue_names", "hash_queue_depth", "enable_long_queue_ids", "smtputf8_enable",
  ]

  var mainFile: String {
    var lines = Self.taken.compactMap { name -> String? in
      guard original.main.setting(name) != nil, let text = original.value(name)?.text else { return nil }
      return "\(name) = \(text)"
    }
    lines.append(
      """
      queue_directory = \(directory)/spool
      data_directory = \(directory)/data
      maillog_file = \(directory)/data/mail.log
      maillog_file_prefixes = \(directory)
      syslog_name = \(Self.instance)
      myhostname = drill.invalid
      mydomain = invalid
      mydestination =
      relay_domains =
      inet_interfaces = 127.0.0.1
      inet_protocols = ipv4
      master_service_disable = inet
      disable_dns_lookups = yes
      default_transport = discard
      relay_transport = discard
      local_transport = discard
      virtual_transport = discard
      mailbox_transport = discard
      content_filter =
      smtpd_milters =
      non_smtpd_milters =
      alias_maps =
      alias_database =
      local_recipient_maps =
      fast_flush_domains =
      append_at_myorigin = no
      append_dot_mydomain = no
      allow_percent_hack = no
      swap_bangpath = no
      masquerade_domains =
      notify_classes =
      delay_warning_time = 0
      maximal_queue_lifetime = 100d
      bounce_queue_lifetime = 100d
      queue_run_delay = 5s
      minimal_backoff_time = 5s
      maximal_backoff_time = 10s
      message_size_limit = 0
      mailbox_size_limit = 0
      in_flow_delay = 0

      """)
    return lines.joined(separator: "\n")
  }

  /// Programs of the original that take mail away, under whatever names.
  private static let agents: Set<ByteString> = ["smtp", "lmtp", "local", "virtual", "pipe", "error", "discard"]

  /// In the order in which they are written.
  private var transports: [String] {
    var names = ["discard", "smtp", "relay", "lmtp", "local", "virtual", "error", "retry"]
    for entry in original.master?.entries ?? [] where Self.agents.contains(entry.program) && entry[.type] == "unix" {
      let name = entry[.service].description
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  var masterFile: String {
    """
    pickup unix n - n 5 1 pickup
    cleanup unix n - n - 0 cleanup
    qmgr unix n - n 300 1 qmgr
    rewrite unix - - n - - trivial-rewrite
    bounce unix - - n - 0 bounce
    defer unix - - n - 0 bounce
    trace unix - - n - 0 bounce
    showq unix n - n - - showq
    postlog unix-dgram n - n - 1 postlogd

    """ + transports.map { "\($0) unix - - n - 20 discard\n" }.joined()
  }
}
