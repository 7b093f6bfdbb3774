// The settings that database clients read: from a file of their own, or in main.cf with the table name as prefix.
//
// Sources: ldap_table(5), mysql_table(5), pgsql_table(5), sqlite_table(5), memcache_table(5), mongodb_table(5).

import Bytes

enum DatabaseClients {
  /// The setting names of a client; nil for table types that have none.
  static func settingNames(of type: ByteString) -> [ByteString]? {
    names[type].map { $0.split(separator: " ").map { ByteString(String($0)) } }
  }

  private static let names: [ByteString: String] = [
    "ldap": """
    bind bind_dn bind_pw cache cache_expiry cache_size chase_referrals debuglevel dereference domain expansion_limit \
    leaf_result_attribute query_filter recursion_limit result_attribute result_filter result_format sasl_authz_id \
    sasl_mechs sasl_minssf sasl_realm scope search_base server_host server_port size_limit special_result_attribute \
    start_tls terminal_result_attribute timeout tls_ca_cert_dir tls_ca_cert_file tls_cert tls_cipher_suite tls_key \
    tls_random_file tls_require_cert version
    """,
    "mysql": """
    additional_conditions charset dbname domain expansion_limit hosts idle_interval option_file option_group password \
    query require_result_set result_format retry_interval select_field table tls_CAfile tls_CApath tls_cert_file \
    tls_ciphers tls_key_file tls_verify_cert user where_field
    """,
    "pgsql": """
    additional_conditions dbname domain encoding expansion_limit hosts idle_interval password query result_format \
    retry_interval select_field select_function table user where_field
    """,
    "sqlite": """
    additional_conditions dbpath domain expansion_limit query result_format select_field table where_field
    """,
    "memcache": """
    backup data_size_limit domain flags key_format line_size_limit max_try memcache retry_pause timeout ttl
    """,
    "mongodb": """
    collection dbname domain expansion_limit projection query_filter result_attribute result_format uri
    """,
  ]
}
