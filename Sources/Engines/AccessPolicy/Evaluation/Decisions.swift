// Permitting, refusing, and putting off either.
//
// Source: smtpd_check.c (smtpd_acl_permit, smtpd_check_reject, defer_if).

import Bytes

extension Evaluation {
  mutating func permit() -> Status {
    permits.append((stage, currentDecision))
    return .ok
  }

  mutating func refuse(
    _ code: Int, _ status: ByteString, _ text: ByteString, _ kind: Refusal.Kind = .policy
  ) -> Status {
    var refusal = Refusal(kind: kind, code: code, status: status, text: text)
    if !(400...599).contains(code) {
      refusal = Refusal(kind: kind, code: 450, status: "4.7.1", text: "Service unavailable")
    }
    if isWarning, kind != .failure {
      refusedByWarning = true
      return .noDecision
    }
    // An earlier trouble may have kept a permission from being found.
    if refusal.code >= 500, let earlier = deferIfReject {
      deferIfReject = nil
      clearWarning()
      return refuse(earlier.code, earlier.status, earlier.text, earlier.kind)
    }
    if settings.isSoft, refusal.code >= 500 { refusal.code -= 100 }
    var bytes = refusal.status.bytes
    if !bytes.isEmpty { bytes[0] = UInt8(ascii: "0") + UInt8(clamping: refusal.code / 100) }
    refusal.status = ByteString(bytes)
    self.refusal = refusal
    refusedBy = currentDecision
    return .reject
  }

  /// Refuses at once, or only what would be permitted in the end.
  mutating func refuseIfPermitted(
    _ code: Int, _ status: ByteString, _ text: ByteString, isPutOff: Bool = true
  ) -> Status {
    guard !isWarning, isPutOff else { return refuse(code, status, text) }
    if deferIfPermit == nil {
      deferIfPermit = Refusal(kind: .policy, code: code, status: status, text: text)
      deferredBy = currentDecision
    }
    return .noDecision
  }

  mutating func deferIfRejected(_ code: Int, _ status: ByteString, _ text: ByteString) {
    if deferIfReject == nil { deferIfReject = Refusal(kind: .policy, code: code, status: status, text: text) }
  }

  mutating func serverError(_ why: String) -> Interruption {
    found(why)
    _ = refuse(451, "4.3.5", "Server configuration error", .failure)
    return .refused
  }

  mutating func temporaryFailure(_ name: ByteString, _ why: String) -> Interruption {
    found(why)
    _ = refuse(451, "4.3.0", "<" + name + ">: Temporary lookup failure", .failure)
    return .refused
  }

  /// "<name>: Sender address rejected: why".
  func rejected(_ name: ByteString, _ subject: EnhancedStatus.Subject, _ why: ByteString) -> ByteString {
    "<" + name + ">: " + subject.rawValue + " rejected: " + why
  }
}
