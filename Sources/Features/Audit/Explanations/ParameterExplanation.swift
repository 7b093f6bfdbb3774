// The page about a parameter of main.cf.

import Bytes
import Conditions
import PostfixConfig

struct ParameterExplanation {
  private(set) var text = ""

  init(_ parameter: Parameter, version: PostfixVersion?, rules: [Rule]) {
    var page = ExplanationPage()
    page.add("\(parameter.name)")
    page.add("")
    page.add("kind", Self.kind(parameter))
    let newest = ReleaseFacts.known.newest
    for shown in [newest] + (version.map { [$0] } ?? []) {
      page.add("default", Self.defaultLine(parameter, shown))
    }
    page.add("history", lines: Self.history(parameter))
    page.add("introduced", "Postfix \(parameter.introduced)")
    if let deprecated = parameter.deprecated { page.add("deprecated", "Postfix \(deprecated)") }
    let removed = parameter.removed.flatMap { version in
      // Then services bring it, and it is not gone.
      ServiceParameters.defaultValue(of: parameter.name, at: version) == nil ? version : nil
    }
    if let removed { page.add("removed", "Postfix \(removed)") }
    page.add("instead", parameter.replacement.description)
    page.add("bounds", Self.bounds(parameter))
    page.add("notes", Self.notes(parameter))
    page.add("read by", parameter.programs.map(\.description).joined(separator: ", "))
    let concerned = rules.filter { $0.mentions(parameter.name) }
    page.add("rules", lines: concerned.map { "\($0.id) \($0.name)" })
    text = page.text
  }

  private static func kind(_ parameter: Parameter) -> String {
    let use = parameter.use.isEmpty ? "" : " (\(parameter.use))"
    switch parameter.kind {
    case .text: return "text\(use)"
    case .boolean: return "yes or no"
    case .integer, .long: return "number"
    case .time(let unit): return "time; a number without a unit means \(unitName(unit))"
    }
  }

  private static func unitName(_ unit: UInt8) -> String {
    switch Character(Unicode.Scalar(unit)) {
    case "s": "seconds"
    case "m": "minutes"
    case "h": "hours"
    case "d": "days"
    default: "weeks"
    }
  }

  private static func text(of value: DefaultValue) -> String {
    switch value {
    case .computed: "(worked out by the host)"
    case .text(let text): text.isEmpty ? "(empty)" : PrintableText.of(text.description)
    }
  }

  /// "2h in Postfix 3.7.11", with what Debian does differently.
  private static func defaultLine(_ parameter: Parameter, _ version: PostfixVersion) -> String {
    guard let upstream = PostfixBuild(version).defaultValue(of: parameter.name) else {
      if let value = ServiceParameters.defaultValue(of: parameter.name, at: version) {
        return "\(value) in Postfix \(version), \(serviceCondition(parameter.name))"
      }
      return "none: Postfix \(version) does not have it"
    }
    var line = "\(text(of: upstream)) in Postfix \(version)"
    if let debian = PostfixBuild(version, .debian).defaultValue(of: parameter.name), debian != upstream {
      line += "; \(text(of: debian)) as Debian builds it"
    }
    return line
  }

  /// Which service of master.cf brings the parameter into being.
  private static func serviceCondition(_ name: ByteString) -> String {
    "where master.cf has a service \(ServiceParameters.service(of: name) ?? .empty)"
  }

  private static func history(_ parameter: Parameter) -> [String] {
    PostfixBuild.defaultHistory(of: parameter).map { entry in
      if let value = entry.value { return "from \(entry.since): \(text(of: value))" }
      let value = ServiceParameters.defaultValue(of: parameter.name, at: entry.since)
      return "from \(entry.since): " + (value == nil ? "gone" : "the same, \(serviceCondition(parameter.name))")
    }
  }

  private static func bounds(_ parameter: Parameter) -> String {
    func shown(_ bound: Int) -> String {
      switch parameter.kind {
      case .text: "\(bound) bytes"
      case .boolean, .integer, .long: "\(bound)"
      case .time: time(bound)
      }
    }
    return [
      parameter.minimum.map { "at least \(shown($0))" }, parameter.maximum.map { "at most \(shown($0))" },
    ].compactMap { $0 }.joined(separator: ", ")
  }

  /// Seconds in the largest unit that is exact, as main.cf takes it: "100d".
  private static func time(_ seconds: Int) -> String {
    let units: [(name: String, length: Int)] = [("d", 86_400), ("h", 3600), ("m", 60)]
    guard seconds != 0, let unit = units.first(where: { seconds % $0.length == 0 }) else { return "\(seconds)s" }
    return "\(seconds / unit.length)\(unit.name)"
  }

  private static func notes(_ parameter: Parameter) -> String {
    var notes: [String] = []
    if parameter.isReadOnly { notes.append("cannot be set") }
    if parameter.isLegacy { notes.append("kept only so that old configurations go on working") }
    if parameter.isRaw { notes.append("$name is replaced when the value is used, not by postconf") }
    return notes.joined(separator: "; ")
  }
}

extension Rule {
  /// Whether the rule looks at a parameter: points at it, asks about it, or sets it.
  func mentions(_ name: ByteString) -> Bool {
    if at.contains(name.description) || fix.parameters.contains(name.description) { return true }
    var conditions = [appliesTo].compactMap { $0 } + adjustments.map(\.when)
    if case .condition(let condition) = question { conditions.append(condition) }
    return conditions.contains { condition in
      condition.names.contains { $0.name == name } || condition.text.description.contains("\"\(name)\"")
    }
  }
}
