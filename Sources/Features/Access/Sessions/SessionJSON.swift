// Writes a session in the form in which it is read.

public import AccessPolicy
public import JSONText

extension AccessSession {
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("service", service)
      json.member("client_address", clientAddress)
      json.member("client_name", clientName)
      switch reverseName {
      case .verified: break
      case .missing: json.member("client_reverse_name", String?.none)
      case .name(let name): json.member("client_reverse_name", name)
      }
      json.member("helo", helo)
      json.member("tls", usesTLS)
      json.member("ccert_fingerprint", certificateFingerprint)
      json.member("sasl_method", saslMethod)
      json.member("sasl_username", saslUsername)
      json.member("sender", sender)
      json.member("recipient", recipient)
    }
  }
}
