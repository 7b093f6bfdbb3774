// Records by their names, as a person reads them.

extension RecordType {
  /// - Parameter inContent: whether the record stands among the lines of the content, where "L" means something else.
  public func name(inContent: Bool) -> String {
    if self == .continuedLine { return inContent ? "line, continued" : "filter" }
    return Self.names[self] ?? "unknown"
  }

  private static let names: [RecordType: String] = [
    size: "size", time: "arrival", fullName: "full name", inspector: "inspector", sender: "sender",
    recipient: "recipient", done: "recipient, done", cancelled: "recipient, cancelled",
    originalRecipient: "original recipient", delayWarning: "delay warning", attribute: "attribute", killed: "killed",
    redirect: "redirect", verp: "VERP", priority: "priority", returnReceipt: "return receipt", errorsTo: "errors to",
    notify: "DSN notify", dsnOriginalRecipient: "DSN original", envelopeID: "DSN envelope id",
    returnFlags: "DSN return",
    message: "content", line: "line", padding: "padding", extracted: "extracted", pointer: "pointer", end: "end",
  ]
}
