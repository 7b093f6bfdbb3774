// Finds the names that a configuration uses: mentioned as `$name`, listed as restriction classes, or put together from
// the prefix of a database table. What is set and never used is a mistake, most often a misspelling.
//
// Source: postconf_user.c, postconf_dbms.c. The order of the passes is postconf's: it decides what counts as used.

import Bytes

extension Postconf {
  mutating func registerNames() throws(PostconfFailure) {
    for index in services.indices where hasSettings[index] { try scan(.service(index)) }
    scanDefaults()
    try scan(.main)
    reportUnused()
  }

  /// Some defaults mention an old name, so that a setting of it goes on working.
  private mutating func scanDefaults() {
    for (name, entry) in table.entries where !entry.isRaw && mainSettings[name] == nil {
      guard case .text(let value) = entry.defaultValue else { continue }
      scanNames(of: value, in: .main, at: nil)
    }
  }

  private mutating func scan(_ scope: Scope) throws(PostconfFailure) {
    let settings = settings(in: scope)
    if let value = settings["smtpd_restriction_classes"] {
      try unlessSurviving { postconf throws(PostconfFailure) in
        try postconf.flagClasses(in: value, settings, scope)
      }
    }
    for (name, value) in settings {
      if case .service(let index) = scope, restrictionClasses.contains(name) {
        validServiceNames[services[index].identity, default: []].insert(name)
      }
      let entry = table[name]
      if let entry {
        if entry.isReadOnly {
          diagnostics.append(
            Diagnostic(
              .readOnlyParameter, .warning, at: span(of: name, in: scope), subject: name,
              message: "read-only parameter assignment: \(name)=\(value)"))
          removeSetting(name, in: scope)
          continue
        }
        if entry.parameterClass == .legacy { table.showLegacyName(name) }
        if entry.isRaw { continue }
      }
      scanNames(of: value, in: scope, at: span(of: name, in: scope))
      if entry?.isSearchedForClients == true {
        try unlessSurviving { postconf throws(PostconfFailure) in
          try postconf.registerClientNames(of: name, value, in: scope)
        }
      }
    }
  }

  /// The names in smtpd_restriction_classes. Postfix looks at the same name space only, without built-in defaults.
  private mutating func flagClasses(
    in value: ByteString, _ settings: [ByteString: ByteString], _ scope: Scope
  ) throws(PostconfFailure) {
    let expanded: ByteString
    do throws(MacroError) {
      expanded = try MacroExpander.expand(value, syntax: input.build.syntax) { name in
        settings[name].map { .expandable($0) }
      }
    } catch {
      throw PostconfFailure(diagnostic: macroDiagnostic(error, value: value))
    }
    for word in Words.ofList(expanded, grouping: false) {
      if scope == .main { restrictionClasses.insert(word.text) }
      flag(word.text, in: scope, warning: true, at: span(of: "smtpd_restriction_classes", in: scope))
    }
  }

  private func settings(in scope: Scope) -> [ByteString: ByteString] {
    guard case .service(let index) = scope else { return mainSettings }
    return serviceSettings[services[index].identity] ?? [:]
  }

  private mutating func removeSetting(_ name: ByteString, in scope: Scope) {
    if case .service(let index) = scope {
      serviceSettings[services[index].identity]?[name] = nil
    } else {
      mainSettings[name] = nil
    }
  }

  /// The place of the setting that counts.
  func span(of name: ByteString, in scope: Scope) -> SourceSpan? {
    guard case .service(let index) = scope else { return input.main.setting(name)?.nameSpan }
    let entry = services[index].entry
    return DaemonArguments(entry).overrides.last { $0.name == name }?.nameSpan ?? entry.span(of: .service)
  }

  private mutating func scanNames(of value: ByteString, in scope: Scope, at span: SourceSpan?) {
    guard value.bytes.contains(UInt8(ascii: "$")) else { return }
    var names: [ByteString] = []
    // A syntax error ends the walk; it is fatal only for those who expand the value.
    do throws(MacroError) {
      try MacroExpander.scan(value, syntax: input.build.syntax) { names.append($0) }
    } catch {
      diagnostics.append(Diagnostic(.macroSyntax, .warning, at: span, subject: .empty, message: error.message))
    }
    for name in names { flag(name, in: scope, warning: true, at: span, value: value) }
  }

  /// The place of `$name` in a value of main.cf; nil where it is not written plainly.
  private func reference(to name: ByteString, in value: ByteString, _ scope: Scope) -> SourceSpan? {
    guard scope == .main, let setting = input.main.settings.last(where: { $0.value == value }) else { return nil }
    let forms: [ByteString] = ["$" + name, "${" + name, "$(" + name]
    return forms.lazy.compactMap { value.bytes.firstOccurrence(of: $0.bytes) }.first.map {
      setting.span(inValue: $0.lowerBound, length: $0.count)
    }
  }

  /// Makes a mentioned name legitimate where it is set, and warns when nobody sets or knows it.
  mutating func flag(
    _ name: ByteString, in scope: Scope, warning: Bool, at span: SourceSpan?, value: ByteString = .empty
  ) {
    var isSet = false
    if case .service(let index) = scope, serviceSettings[services[index].identity]?[name] != nil {
      isSet = true
      validServiceNames[services[index].identity, default: []].insert(name)
    } else if mainSettings[name] != nil {
      isSet = true
      table.addUserName(name)
    }
    if scope == .main {
      for (identity, settings) in serviceSettings where settings[name] != nil {
        isSet = true
        validServiceNames[identity, default: []].insert(name)
      }
    }
    if !isSet, warning, table[name] == nil {
      diagnostics.append(
        Diagnostic(
          .undefinedParameter, .warning, at: reference(to: name, in: value, scope) ?? span, subject: name,
          message: "undefined parameter: \(name)"))
    }
  }

  // MARK: Names of database clients

  private mutating func registerClientNames(
    of name: ByteString, _ value: ByteString, in scope: Scope
  ) throws(PostconfFailure) {
    let expanded = try expand(value, in: scope)
    // Most values name no table.
    let mayNameTable = expanded.bytes.contains(UInt8(ascii: ":"))
    guard mayNameTable || expanded.bytes.contains(UInt8(ascii: "#")) else { return }
    registerClientNames(in: expanded, of: name, scope)
  }

  private mutating func registerClientNames(in text: ByteString, of name: ByteString, _ scope: Scope) {
    let groupsByBraces = input.build.version >= PostfixVersion(3, 0)
    for word in Words.ofList(text, grouping: groupsByBraces) {
      if word.text.bytes.first == UInt8(ascii: "#"), input.build.version >= PostfixVersion(3, 8) {
        let rest = ByteString(text.bytes[word.offset...].prefix(20))
        diagnostics.append(
          Diagnostic(
            .commentAfterText, .warning, at: span(of: name, in: scope), subject: name,
            message: "#comment after other text is not allowed: \(rest)..."))
        return
      }
      if groupsByBraces, word.text.bytes.first == UInt8(ascii: "{") {
        registerClientNames(in: insideBraces(word.text, scope), of: name, scope)
        continue
      }
      var rest = word.text.bytes[...]
      var type = ByteString.empty
      var prefix: ArraySlice<UInt8>?
      repeat {
        let colon = rest.firstIndex(of: UInt8(ascii: ":"))
        type = ByteString(rest[..<(colon ?? rest.endIndex)])
        prefix = colon.map { rest[($0 + 1)...] }
        rest = prefix ?? []
      } while prefix != nil && type == "proxy"
      guard let prefix else { continue }
      switch prefix.first {
      case UInt8(ascii: "/"): checkClientFile(type: type, path: ByteString(prefix), at: span(of: name, in: scope))
      case UInt8(ascii: "."): continue
      case UInt8(ascii: "{") where groupsByBraces:
        registerClientNames(in: insideBraces(ByteString(prefix), scope), of: name, scope)
      default:
        for suffix in DatabaseClients.settingNames(of: type) ?? [] {
          flag(ByteString(prefix) + "_" + suffix, in: scope, warning: false, at: nil)
        }
      }
    }
  }

  private mutating func insideBraces(_ word: ByteString, _ scope: Scope) -> ByteString {
    let (text, problem) = Words.insideBraces(word, trimming: false)
    if let problem {
      let fault = problem == .unclosed ? "missing '}' in" : "syntax error after '}' in"
      diagnostics.append(
        Diagnostic(.braces, .warning, at: nil, subject: .empty, message: "\(fault) \"\(word)\""))
    }
    return text
  }

  private mutating func checkClientFile(type: ByteString, path: ByteString, at span: SourceSpan?) {
    guard input.build.version >= PostfixVersion(3, 0), let names = DatabaseClients.settingNames(of: type),
      let file = input.clientFiles[path]
    else { return }
    let known = Set(names)
    for name in file.names.sorted() where !known.contains(name) {
      diagnostics.append(
        Diagnostic(
          .clientUnusedParameter, .warning, at: span, subject: name,
          message: "\(type):\(path): unused parameter: \(name)=\(file.setting(name)?.value ?? .empty)"))
    }
  }

  // MARK: What is left over

  private mutating func reportUnused() {
    for name in mainSettings.keys.filter({ table[$0] == nil }).sorted() {
      report(unused: name, value: mainSettings[name] ?? .empty, in: .main)
    }
    for name in mainSettings.keys.filter({ table[$0] != nil }).sorted() { reportDeprecated(name, in: .main) }
    var reported: Set<ByteString> = []
    for (index, service) in services.enumerated() where hasSettings[index] {
      guard reported.insert(service.identity).inserted else { continue }
      let settings = serviceSettings[service.identity] ?? [:]
      for name in settings.keys.sorted() {
        if table[name] == nil, validServiceNames[service.identity]?.contains(name) != true {
          report(unused: name, value: settings[name] ?? .empty, in: .service(index))
        }
        reportDeprecated(name, in: .service(index))
      }
    }
  }

  private mutating func report(unused name: ByteString, value: ByteString, in scope: Scope) {
    // An empty name is missing-name; only Postfix before 3.0 comes this far with one.
    diagnostics.append(
      Diagnostic(
        .unusedParameter, .warning, at: span(of: name, in: scope), subject: name,
        message: "unused parameter: \(name)=\(value)"))
  }

  private mutating func reportDeprecated(_ name: ByteString, in scope: Scope) {
    guard let parameter = ParameterFacts.known[name], let deprecated = parameter.deprecated,
      input.build.version >= max(deprecated, PostfixVersion(3, 9)), table[name] != nil
    else { return }
    let instead = parameter.replacement.isEmpty ? "" : "; instead, specify \"\(parameter.replacement)\""
    diagnostics.append(
      Diagnostic(
        .deprecatedParameter, .warning, at: span(of: name, in: scope), subject: name,
        message: "support for parameter \"\(name)\" will be removed\(instead)"))
  }
}
