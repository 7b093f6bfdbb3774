// Reads a match list into its elements.
//
// A file in a list is read line by line: continuation lines are not known there, and a comment line has its "#" in the first
// column. A "#" at the start of a later word hides the rest of its line, or of the parameter's value (since 2.8; before, it
// was an element). A file that names itself ends like one that cannot be opened, when Postfix has no file
// descriptors left.
// Source: match_list.c.

import Bytes

struct MatchListParser {
  let subject: MatchList.Subject
  let sources: TableSources
  let options: TableOptions
  private(set) var elements: [MatchList.Element] = []
  private(set) var problems: [MatchList.Problem] = []
  private(set) var index = MatchListIndex()
  private var openFiles: [ByteString] = []
  private var isCutOff = false

  /// How many elements a list may have after its files are put in; files that name each other twice double each time.
  static let elementLimit = 1_000_000

  init(subject: MatchList.Subject, sources: TableSources, options: TableOptions) {
    self.subject = subject
    self.sources = sources
    self.options = options
  }

  mutating func parse(_ value: ByteString) { parse(value, isNegated: false) { .value(offset: $0) } }

  private mutating func parse(_ text: ByteString, isNegated: Bool, place: (Int) -> MatchList.Place) {
    for word in Words.ofList(text) {
      if isCutOff { return }
      let marks = word.text.bytes.prefix { $0 == UInt8(ascii: "!") }.count
      if word.text.bytes.first == UInt8(ascii: "#"), options.version >= PostfixVersion(2, 8) {
        let shown = ByteString(text.bytes[word.offset...])
        report(
          .commentInList, .restIgnored, place(word.offset), "comment at end of line is not supported: \(shown)")
        return
      }
      let item = ByteString(word.text.bytes[marks...])
      let here = place(word.offset)
      guard !item.isEmpty else {
        report(.badName, .fatal, here, "no pattern after '!'")
        isCutOff = true
        return
      }
      add(item, isNegated: isNegated != !marks.isMultiple(of: 2), here)
    }
  }

  private mutating func add(_ item: ByteString, isNegated: Bool, _ place: MatchList.Place) {
    if elements.count >= Self.elementLimit {
      isCutOff = true
      append(
        .cannotTell("the list has more than \(Self.elementLimit) elements"), isNegated: isNegated, item, place)
      return
    }
    if item.bytes.first == UInt8(ascii: "/") {
      include(item, isNegated: isNegated, place)
    } else if item.bytes.first != UInt8(ascii: "["), item.bytes.contains(UInt8(ascii: ":")) {
      open(item, isNegated: isNegated, place)
    } else {
      let literal = CaseFolding.fold(item, usesUTF8: options.usesUTF8)
      let isWrong = !index.add(literal, at: elements.count)
      elements.append(MatchList.Element(kind: .pattern(literal), isNegated: isNegated, text: item, place: place))
      if isWrong, subject.hasAddresses { reportNetwork(item, place) }
    }
  }

  /// Adds anything but a literal.
  private mutating func append(
    _ kind: MatchList.Element.Kind, isNegated: Bool, _ text: ByteString, _ place: MatchList.Place
  ) {
    index.addStop(at: elements.count)
    elements.append(MatchList.Element(kind: kind, isNegated: isNegated, text: text, place: place))
  }

  // MARK: Kinds of elements

  private mutating func include(_ path: ByteString, isNegated: Bool, _ place: MatchList.Place) {
    if openFiles.contains(path) {
      addFailing(.nesting, path, isNegated: isNegated, place, "open file \(path): Too many open files")
      return
    }
    switch sources.source(at: path) {
    case .missing:
      addFailing(.missingFile, path, isNegated: isNegated, place, "open file \(path): No such file or directory")
    case .unreadable(let why):
      report(.unreadableFile, .unknown, place, "\(path) cannot be read: \(why)")
      append(.cannotTell("\(path) cannot be read: \(why)"), isNegated: isNegated, path, place)
    case .bytes(let bytes):
      openFiles.append(path)
      var (start, number) = (0, 1)
      while start < bytes.count {
        let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
        let line = bytes[start..<end].prefix { $0 != 0 }
        if line.first != UInt8(ascii: "#") {
          let (lineStart, lineNumber) = (start, number)
          parse(ByteString(line), isNegated: isNegated) { offset in
            .file(
              TablePlace(
                file: path,
                position: SourcePosition(line: lineNumber, column: offset + 1, offset: lineStart + offset)))
          }
        }
        start = end + 1
        number += 1
      }
      openFiles.removeLast()
    }
  }

  private mutating func addFailing(
    _ kind: TableProblem.Kind, _ path: ByteString, isNegated: Bool, _ place: MatchList.Place, _ message: String
  ) {
    report(kind, .lookupsFail, place, message)
    append(.failing("nofile:\(path) is unavailable. \(message)"), isNegated: isNegated, path, place)
  }

  private mutating func open(_ item: ByteString, isNegated: Bool, _ place: MatchList.Place) {
    let isAddress = IPNetwork(pattern: item) != nil
    do throws(TableName.FormError) {
      let table = LookupTable(try TableName(item), from: sources, options: options)
      append(.table(table), isNegated: isNegated, item, place)
      for problem in table.problems where problem.place == nil || problem.consequence == .lookupsFail {
        let kind = isAddress && problem.kind == .unsupportedType ? .unbracketedIPv6 : problem.kind
        report(kind, problem.consequence, place, problem.message)
      }
    } catch {
      report(isAddress ? .unbracketedIPv6 : .badName, .fatal, place, error.description)
      isCutOff = true
    }
  }

  /// What a comparison with an address of the same family would complain about.
  private mutating func reportNetwork(_ item: ByteString, _ place: MatchList.Place) {
    do throws(CIDRPattern.Problem) { _ = try CIDRPattern.parse(item.bytes[...]) } catch {
      report(error.isHostBits ? .hostBits : .badAddress, .lookupsFail, place, error.message)
    }
  }

  private mutating func report(
    _ kind: TableProblem.Kind, _ consequence: TableProblem.Consequence, _ place: MatchList.Place, _ message: String
  ) {
    problems.append(MatchList.Problem(kind: kind, consequence: consequence, place: place, message: message))
  }
}
