// A setup in words: every file whole before it is written, and what is left to do.

extension SetupPlan {
  /// Every file with its path and what would become of it.
  public var preview: String {
    steps.map { step in
      let words =
        switch step.action {
        case .create: "new"
        case .replace: "replaced"
        case .keep: "as it is"
        case .remove: "removed"
        case .refuse: "refused: \(step.reason ?? "")"
        }
      return "==> \(step.path)  (\(words))\n" + String(decoding: step.content, as: UTF8.self)
    }.joined(separator: "\n")
  }

  /// One line for each file that was written or removed.
  public var report: String {
    steps.map { step in
      switch step.action {
      case .create, .replace: "wrote \(step.path)\n"
      case .remove: "removed \(step.path)\n"
      case .keep: "\(step.path) is as it should be\n"
      case .refuse: ""
      }
    }.joined()
  }

  /// Why nothing was done.
  public var refusal: String {
    refused.map { "\($0.path): \($0.reason ?? "")\n" }.joined()
      + "Nothing was changed. With --force these files are replaced or removed, too.\n"
  }

  /// What systemd must be told; empty when there is nothing to tell.
  public var nextSteps: String {
    guard target == .systemd else { return "" }
    func timers(_ actions: Set<Action>) -> String {
      steps.filter { actions.contains($0.action) && $0.path.hasSuffix(".timer") }
        .compactMap { $0.path.split(separator: "/").last.map(String.init) }.joined(separator: " ")
    }
    let gone = timers([.remove])
    let there = timers([.create, .replace, .keep])
    var lines: [String] = []
    if !gone.isEmpty { lines.append("systemctl disable --now \(gone)") }
    lines.append("systemctl daemon-reload")
    if !there.isEmpty { lines.append("systemctl enable --now \(there)") }
    return steps.isEmpty ? "" : "To make it so:\n" + lines.map { "  \($0)\n" }.joined()
  }
}
