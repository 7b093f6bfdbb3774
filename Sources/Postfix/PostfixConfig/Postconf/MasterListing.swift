// What `postconf -M`, `-F` and `-P` print.
//
// Source: postconf_master.c.

import Bytes

extension Postconf {
  /// -M: entries in columns.
  public func masterListing(
    _ options: ListingOptions, patterns: [ServicePattern] = []
  ) throws(PostconfFailure) -> [UInt8] {
    var format = LineFormat(isFolding: options.isFolding)
    for (index, _) in selected(patterns) {
      try addEntry(index, options, to: &format)
    }
    return format.output
  }

  /// -F: one line for each field.
  public func fieldListing(
    _ options: ListingOptions, patterns: [ServicePattern] = []
  ) throws(PostconfFailure) -> [UInt8] {
    var format = LineFormat(isFolding: options.isFolding)
    for (index, member) in selected(patterns) {
      for field in MasterEntry.Field.allCases where member == nil || member == ByteString(field.name) {
        try addField(field, of: index, options, to: &format)
      }
    }
    return format.output
  }

  /// -P: one line for each -o setting.
  public func parameterListing(
    _ options: ListingOptions, patterns: [ServicePattern] = []
  ) throws(PostconfFailure) -> [UInt8] {
    var format = LineFormat(isFolding: options.isFolding)
    for (index, member) in selected(patterns) where hasSettings[index] {
      let service = services[index]
      let settings = serviceSettings[service.identity] ?? [:]
      for name in settings.keys.sorted() where member == nil || member == name {
        var value = settings[name] ?? .empty
        if options.isExpanding { value = try expand(value, in: .service(index)) }
        format.addNormalized(service.identity + "/" + name + " = " + value)
      }
    }
    return format.output
  }

  /// Patterns that match no entry.
  public func unmatched(_ patterns: [ServicePattern]) -> [Diagnostic] {
    patterns.filter { pattern in !services.contains { pattern.matches($0.entry) } }.map {
      Diagnostic(
        .unmatchedRequest, .warning, at: nil, subject: $0.text, message: "unmatched request: \"\($0.text)\"")
    }
  }

  /// Entries in file order, each once for every pattern that matches it, with the pattern's third part.
  private func selected(_ patterns: [ServicePattern]) -> [(index: Int, member: ByteString?)] {
    guard !patterns.isEmpty else { return services.indices.map { ($0, nil) } }
    return services.indices.flatMap { index in
      patterns.filter { $0.matches(services[index].entry) }.map { (index, $0.member) }
    }
  }

  private static let columns = [0, 11, 17, 25, 33, 41, 49, 57]

  private func addEntry(
    _ index: Int, _ options: ListingOptions, to format: inout LineFormat
  ) throws(PostconfFailure) {
    for field in MasterEntry.Field.allCases {
      if format.length > 0 { format.pad(to: Self.columns[field.rawValue]) }
      format.add(services[index].words[field.rawValue])
    }
    try addArguments(index, options, valueOverhead: 3, to: &format)
    format.endLine()
  }

  private func addField(
    _ field: MasterEntry.Field, of index: Int, _ options: ListingOptions, to format: inout LineFormat
  ) throws(PostconfFailure) {
    let words = services[index].words
    format.add(words[0] + "/" + words[1] + "/" + ByteString(field.name) + " = ")
    let value = words[field.rawValue]
    if format.length + value.count > LineFormat.limit { format.fold() }
    format.add(value)
    if field == .command { try addArguments(index, options, valueOverhead: 1, to: &format) }
    format.endLine()
  }

  /// Options first, each with its value on a line of its own when folding; then the rest.
  private func addArguments(
    _ index: Int, _ options: ListingOptions, valueOverhead: Int, to format: inout LineFormat
  ) throws(PostconfFailure) {
    let service = services[index]
    let words = service.words
    var field = MasterEntry.Field.allCases.count
    var inOptions = true
    while field < words.count {
      let word = words[field]
      var length = word.count
      var optionValue: ByteString?
      if inOptions, word.bytes.first != UInt8(ascii: "-") || word == "--" {
        inOptions = false
        // The word that ends the options is shown without braces, whatever it holds.
        format.separate(before: length)
        format.add(word)
        field += 1
        continue
      }
      if inOptions, CanonicalEntry.takesValue(word), field + 1 < words.count {
        format.forceFold()
        let raw = words[field + 1]
        let value = word == "-o" && options.isExpanding ? try expand(raw, in: .service(index)) : raw
        optionValue = value
        length += value.count + valueOverhead + (service.needsBraces(value) ? 2 : 0)
      }
      format.separate(before: length)
      format.add(!inOptions && service.needsBraces(word) ? "{" + word + "}" : word)
      if let optionValue {
        format.add(service.needsBraces(optionValue) ? " {" + optionValue + "}" : " " + optionValue)
        field += 1
        format.forceFold()
      }
      field += 1
    }
  }
}
