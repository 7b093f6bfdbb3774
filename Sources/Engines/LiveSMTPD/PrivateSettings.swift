// The -o settings that keep a real smtpd to itself: what it would deliver, ask or wait for ends inside the instance.

import Bytes

enum PrivateSettings {
  /// For every program of the instance.
  static func common(directory: String) -> [String] {
    [
      "queue_directory=\(directory)", "data_directory=\(directory)/data",
      // Not into the host's mail log.
      "maillog_file=/dev/null", "maillog_file_prefixes=/dev", "postlog_service_name=postlog",
      "proxymap_service_name=proxymap", "max_idle=18000s", "max_use=1000000",
    ]
  }

  /// For smtpd.
  static let smtpd: [String] = [
    "smtpd_authorized_xclient_hosts=static:all", "smtpd_log_access_permit_actions=static:all", "stress=",
    // Limits are per connection; all sessions share one.
    "smtpd_hard_error_limit=1000000", "smtpd_soft_error_limit=1000000", "smtpd_junk_command_limit=1000000",
    "smtpd_error_sleep_time=0s", "smtpd_timeout=600s",
    // No anvil.
    "smtpd_client_connection_count_limit=0", "smtpd_client_connection_rate_limit=0",
    "smtpd_client_message_rate_limit=0", "smtpd_client_recipient_rate_limit=0",
    "smtpd_client_new_tls_session_rate_limit=0", "smtpd_client_auth_rate_limit=0",
    // Nothing is handed on, and nobody is told.
    "cleanup_service_name=cleanup", "rewrite_service_name=rewrite", "address_verify_service_name=verify",
    "address_verify_poll_count=1", "smtpd_proxy_filter=", "notify_classes=", "fast_flush_domains=", "queue_minfree=0",
    // Milters have no say in what the lists permit, and may keep records.
    "smtpd_milters=", "smtpd_milter_maps=",
    "smtpd_upstream_proxy_protocol=",
    // Without a certificate there is no TLS; what demands it still does.
    "smtpd_tls_wrappermode=no", "smtpd_tls_cert_file=", "smtpd_tls_dcert_file=", "smtpd_tls_eccert_file=",
    "smtpd_tls_chain_files=",
    "smtpd_sasl_type=dovecot", "smtpd_sasl_path=private/auth",
  ]

  static func arguments(_ settings: [String]) -> [String] { settings.flatMap { ["-o", $0] } }

  static func arguments(_ overrides: [LiveOverride]) -> [String] {
    arguments(overrides.map { "\($0.name)=\($0.value)" })
  }
}
