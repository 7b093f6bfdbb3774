// Values that make the program that reads them die: wrong types, numbers out of bounds, unknown words, broken `$`.
//
// postconf prints such values without a word; each program finds out when it starts.
// Sources: mail_conf_*.c, mail_params.c, measured with postmap and smtpd.

public import Bytes

public enum ValueCheck {
  /// One diagnostic for each setting in main.cf or -o that its program refuses.
  public static func problems(of configuration: Configuration) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for name in configuration.main.names {
      if let problem = check(name, in: nil, configuration) { found.append(problem) }
    }
    for service in configuration.services {
      for name in service.overrides.keys {
        if let problem = check(name, in: service, configuration) { found.append(problem) }
      }
    }
    return found.sorted { ($0.span ?? .none) < ($1.span ?? .none) }
  }

  private static func check(
    _ name: ByteString, in service: Service?, _ configuration: Configuration
  ) -> Diagnostic? {
    guard let value = configuration.value(name, in: service), value.isSet else { return nil }
    let parameter = configuration.knows(name) ? ParameterFacts.known[name] : nil
    func complaint(
      _ kind: Diagnostic.Kind, _ message: String, _ verdict: Diagnostic.Verdict? = nil
    ) -> Diagnostic {
      Diagnostic(
        kind, verdict ?? .fatal(reader(of: name, parameter, in: service)), at: value.valueSpan, subject: name,
        message: message)
    }
    guard let text = value.text else { return complaint(.macroSyntax, value.problem ?? "") }
    guard let parameter else {
      let problem = ofTransport(name, text, configuration)
      return problem.map { complaint(.badValue, $0, .fatal("queue manager or the service itself")) }
    }
    do throws(ParameterValue.Problem) {
      _ = try ParameterValue(text, of: parameter)
    } catch {
      return complaint(.badValue, error.message)
    }
    if name == "compatibility_level" {
      // A whole number until 3.5.
      if configuration.build.version < PostfixVersion(3, 6), !text.bytes.allSatisfy(\.isASCIIDigit) {
        return complaint(.badValue, "bad numerical configuration: \(name) = \(text)")
      }
      if CompatibilityLevel(text) == nil {
        return complaint(.badValue, "malformed compatibility level syntax: \"\(text)\"")
      }
    }
    if let values = EnumeratedValues(of: name, at: configuration.build.version) {
      for word in Words.ofList(text, grouping: false) where !values.accepts(word.text) {
        if values.replaces(word.text) {
          return complaint(.badValue, "\(name): unsupported TLS level \"\(word.text)\", using \"encrypt\"", .warning)
        }
        return complaint(
          .badValue, "unknown \(name) value \"\(word.text)\" in \"\(text)\"", values.isFatal ? nil : .warning)
      }
    }
    if let fault = ValueForms.fault(in: text, of: name, configuration) {
      let verdict: Diagnostic.Verdict? = fault.isFatal ? fault.program.map { .fatal($0) } : .warning
      return complaint(.badValue, fault.message, verdict)
    }
    if TableParameters.names.contains(name) {
      // The program opens every element as a table; only a match list takes plain words and files.
      for word in Words.ofList(text) {
        do throws(TableName.FormError) { _ = try TableName(word.text) } catch {
          return complaint(.badValue, "\(name): \(error.description)")
        }
      }
    }
    return nil
  }

  /// What is wrong with a time that belongs to one transport, such as slow_destination_rate_delay.
  private static func ofTransport(_ name: ByteString, _ text: ByteString, _ configuration: Configuration) -> String? {
    guard configuration.knows(name),
      let base = ServiceParameters.defaultValue(of: name, at: configuration.build.version)?.bytes.dropFirst(),
      case .time(let unit)? = ParameterFacts.known[ByteString(base)]?.kind,
      TimeValue.seconds(text, defaultUnit: unit) == nil
    else { return nil }
    return "parameter \(name): bad time value or unit: \(text)"
  }

  /// What a program dies of because of the words in a parameter; nil for a value that it can use.
  public static func fatalProblem(
    _ name: ByteString, in service: Service?, _ configuration: Configuration
  ) -> String? {
    check(name, in: service, configuration).flatMap { $0.isFatal ? $0.message : nil }
  }

  /// What a program dies of when it starts, because of a broken `$` or a value that is no number, time or switch within
  /// its bounds. Words that a program takes apart only where it needs them are not looked at, nor are values that only
  /// encryption needs.
  public static func startUpProblems(
    of program: ByteString, in service: Service?, _ configuration: Configuration
  ) -> [(parameter: ByteString, message: String)] {
    let names = Set(configuration.main.names).union(service.map { Array($0.overrides.keys) } ?? [])
    return names.sorted().compactMap { name in
      guard let parameter = ParameterFacts.known[name], configuration.knows(name), !parameter.isRaw,
        parameter.programs.contains(program) || CommonParameters.names.contains(name), !name.hasPrefix("tls_"),
        let value = configuration.value(name, in: service), value.isSet
      else { return nil }
      guard let text = value.text else { return value.problem.map { (name, $0) } }
      do throws(ParameterValue.Problem) { _ = try ParameterValue(text, of: parameter) } catch {
        return (name, error.message)
      }
      return nil
    }
  }

  /// The program that dies of it.
  private static func reader(of name: ByteString, _ parameter: Parameter?, in service: Service?) -> String {
    if let service { return "\(service.program)" }
    if CommonParameters.names.contains(name) { return "every Postfix program" }
    guard let parameter else { return "programs that use \(name)" }
    return parameter.programs.first.map { "\($0)" } ?? "the program that reads it"
  }
}

extension SourceSpan {
  fileprivate static let none = SourceSpan(
    file: .main, start: SourcePosition(line: 0, column: 0, offset: 0), length: 0)
}
