// The configuration of a private Postfix. Every service that is not needed is left out, and none is confined.

public struct PrivatePostfixOptions: Sendable {
  public enum Delivery: Sendable {
    /// The relay host refuses connections, so that everything is deferred.
    case deferred
    /// Everything is delivered into the void.
    case discarded
  }

  public var delivery = Delivery.deferred
  /// Ids, hash depth and hashed queues as generated queues have them.
  public var queue = QueueOptions()
  /// Further lines of main.cf, "name = value"; they win over those above them.
  public var settings: [String] = []
  /// Further lines of master.cf.
  public var services: [String] = []
  /// Of smtpd; nil takes a free one.
  public var port: UInt16?

  public init() {}

  func mainFile(in directory: String) -> String {
    let base = """
      compatibility_level = 3.6
      queue_directory = \(directory)/spool
      data_directory = \(directory)/data
      command_directory = /usr/sbin
      daemon_directory = /usr/lib/postfix/sbin
      mail_owner = postfix
      setgid_group = postdrop
      myhostname = mail.test.invalid
      mydomain = test.invalid
      mydestination = mail.test.invalid
      mynetworks = 127.0.0.0/8
      inet_interfaces = 127.0.0.1
      inet_protocols = ipv4
      disable_dns_lookups = yes
      smtp_host_lookup = native
      alias_maps =
      alias_database =
      local_recipient_maps =
      syslog_name = postkeep-test
      maillog_file = \(directory)/data/mail.log
      maillog_file_prefixes = \(directory)
      smtpd_relay_restrictions = permit_mynetworks, reject
      smtpd_recipient_limit = 100000
      in_flow_delay = 0
      """
    return Self.unique(base.split(separator: "\n").map(String.init) + deliverySettings + queue.mainSettings + settings)
      .joined(separator: "\n") + "\n"
  }

  /// The last line for each name. Of two, every daemon warns, postlogd(8) too: it does so to its own socket, and when that
  /// is full, it waits for itself, and all others with it.
  private static func unique(_ lines: [String]) -> [String] {
    let lines = lines.flatMap { $0.split(separator: "\n").map(String.init) }
    let name: (String) -> Substring? = { $0.first?.isWhitespace ?? true ? nil : $0.prefix { $0 != "=" && $0 != " " } }
    let last = Dictionary(lines.enumerated().compactMap { number, line in name(line).map { ($0, number) } }) { $1 }
    var isKept = true
    return lines.enumerated().filter { number, line in
      // What follows a line and is moved in belongs to it.
      if let name = name(line) { isKept = last[name] == number }
      return isKept
    }.map(\.element)
  }

  private var deliverySettings: [String] {
    switch delivery {
    // Nobody listens at tcpmux.
    case .deferred: ["relayhost = [127.0.0.1]:1", "local_transport = smtp:[127.0.0.1]:1"]
    case .discarded: ["default_transport", "relay_transport", "local_transport"].map { "\($0) = discard" }
    }
  }

  func masterFile(port: UInt16) -> String {
    let base = """
      127.0.0.1:\(port) inet n - n - - smtpd
      pickup unix n - n 60 1 pickup
      cleanup unix n - n - 0 cleanup
      qmgr unix n - n 300 1 qmgr
      rewrite unix - - n - - trivial-rewrite
      bounce unix - - n - 0 bounce
      defer unix - - n - 0 bounce
      trace unix - - n - 0 bounce
      verify unix - - n - 1 verify
      flush unix n - n 1000? 0 flush
      proxymap unix - - n - - proxymap
      smtp unix - - n - - smtp
      relay unix - - n - - smtp
      showq unix n - n - - showq
      error unix - - n - - error
      retry unix - - n - - error
      discard unix - - n - - discard
      local unix - n n - - local
      anvil unix - - n - 1 anvil
      scache unix - - n - 1 scache
      postlog unix-dgram n - n - 1 postlogd
      """
    return ([base] + services).joined(separator: "\n") + "\n"
  }
}
