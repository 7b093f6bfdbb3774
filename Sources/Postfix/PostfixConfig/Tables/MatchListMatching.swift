// Comparing strings, names and addresses with a match list.
//
// What is compared is folded first, and so are literals. Keys of tables are not: see TableOptions.
// Sources: match_list.c (match_list_match), match_ops.c.

public import Bytes

extension MatchList {
  /// For lists of strings: the whole string, or a table that has it.
  public func matches(string: ByteString) -> ListMatch { match([.string(fold(string))]) }

  /// For lists of host names: the name, its parent domains as `matchesParents` says, or a table that has one of them.
  public func matches(hostName: ByteString) -> ListMatch { match([.hostName(fold(hostName))]) }

  /// For lists of addresses: the address, a network that holds it, or a table that has it.
  public func matches(address: ByteString) -> ListMatch { match([.address(fold(address))]) }

  /// For lists of clients: each element is compared with the name first ("unknown" without one), then with the address.
  public func matches(name: ByteString, address: ByteString) -> ListMatch {
    match([.hostName(fold(name)), .address(fold(address))])
  }

  private enum Candidate {
    case string(ByteString)
    case hostName(ByteString)
    case address(ByteString)
  }

  private enum Answer {
    case yes
    case no
    case failed(String)
    case cannotTell(String)
  }

  private func fold(_ text: ByteString) -> ByteString { CaseFolding.fold(text, usesUTF8: usesUTF8) }

  private func match(_ candidates: [Candidate]) -> ListMatch {
    if let fatal = fatalProblem { return .failed(fatal.message, nil) }
    for element in elements {
      for candidate in candidates {
        switch answer(of: element, for: candidate) {
        case .yes: return element.isNegated ? .notMatched(by: element) : .matched(element)
        case .no: break
        case .failed(let why): return .failed(why, element)
        case .cannotTell(let why): return .cannotTell(why, element)
        }
      }
    }
    return .notMatched(by: nil)
  }

  private func answer(of element: Element, for candidate: Candidate) -> Answer {
    // Neither text that cannot be an address nor a name without a letter is looked for anywhere, so nothing can fail.
    if case .address(let address) = candidate, !AddressMatch.isAddressText(address) { return .no }
    if case .hostName(let name) = candidate, name.isEmpty { return .no }
    switch element.kind {
    case .failing(let why): return .failed(why)
    case .cannotTell(let why): return .cannotTell(why)
    case .table(let table): return answer(of: table, for: candidate)
    case .pattern(let pattern):
      switch candidate {
      case .string(let string): return string == pattern ? .yes : .no
      case .hostName(let name): return nameMatches(name, pattern) ? .yes : .no
      case .address(let address):
        do throws(CIDRPattern.Problem) { return try AddressMatch.matches(address, pattern) ? .yes : .no } catch {
          return .failed(error.message)
        }
      }
    }
  }

  private func nameMatches(_ name: ByteString, _ pattern: ByteString) -> Bool {
    if name == pattern { return true }
    guard name.count > pattern.count, name.hasSuffix(pattern) else { return false }
    if matchesParents { return name.bytes[name.count - pattern.count - 1] == UInt8(ascii: ".") }
    return pattern.bytes.first == UInt8(ascii: ".")
  }

  private func answer(of table: LookupTable, for candidate: Candidate) -> Answer {
    switch candidate {
    case .string(let key), .address(let key): ask(table, key)
    case .hostName(let name): answer(of: table, forDomain: name)
    }
  }

  /// Parent domains are only asked of tables with fixed keys: `example.com`, or `.example.com` without `matchesParents`.
  private func answer(of table: LookupTable, forDomain name: ByteString) -> Answer {
    var rest = name.bytes[...]
    while !rest.isEmpty {
      let answer = ask(table, ByteString(rest))
      guard case .no = answer, table.hasFixedKeys,
        let dot = rest.dropFirst().firstIndex(of: UInt8(ascii: "."))
      else { return answer }
      rest = rest[(matchesParents ? dot + 1 : dot)...]
    }
    return .no
  }

  private func ask(_ table: LookupTable, _ key: ByteString) -> Answer {
    switch table.lookup(key) {
    case .found: .yes
    case .notFound: .no
    case .failed(let why): .failed("\(table.name): table lookup problem: \(why)")
    case .cannotTell(let table, let why): .cannotTell("\(table): \(why)")
    }
  }
}
