// Comparing strings, names and addresses with a match list.
//
// What is compared is folded first, and so are literals. Keys of tables are not: see TableOptions. The first literal
// that matches comes from the index; only what stands before it and is no literal is asked in turn.
// Sources: match_list.c (match_list_match), match_ops.c.

public import Bytes

extension MatchList {
  /// For lists of strings: the whole string, or a table that has it.
  public func matches(string: ByteString) -> ListMatch { match(.string(fold(string))) }

  /// For lists of host names: the name, its parent domains as `matchesParents` says, or a table that has one of them.
  public func matches(hostName: ByteString) -> ListMatch { match(.hostName(fold(hostName))) }

  /// For lists of addresses: the address, a network that holds it, or a table that has it.
  public func matches(address: ByteString) -> ListMatch { match(Candidate(address: fold(address))) }

  /// For lists of clients: each element is compared with the name first ("unknown" without one), then with the address.
  public func matches(name: ByteString, address: ByteString) -> ListMatch {
    match(.hostName(fold(name)), Candidate(address: fold(address)))
  }

  private enum Candidate {
    case string(ByteString)
    case hostName(ByteString)
    case address(ByteString)
    /// Text that cannot be an address. It is looked for nowhere, so nothing can fail.
    case noAddress

    init(address: ByteString) { self = AddressMatch.isAddressText(address) ? .address(address) : .noAddress }
  }

  private enum Answer {
    case yes
    case no
    case failed(String)
    case cannotTell(String)
  }

  private func fold(_ text: ByteString) -> ByteString { CaseFolding.fold(text, usesUTF8: usesUTF8) }

  private func match(_ first: Candidate, _ second: Candidate = .noAddress) -> ListMatch {
    if let fatalProblem { return .failed(fatalProblem.message, nil) }
    let hit = min(literal(for: first) ?? .max, literal(for: second) ?? .max)
    for stop in index.stops {
      guard stop.position < hit else { break }
      let element = elements[stop.position]
      var answer = answer(of: element, stop, for: first)
      if case .no = answer { answer = self.answer(of: element, stop, for: second) }
      switch answer {
      case .yes: return decided(by: element)
      case .no: break
      case .failed(let why): return .failed(why, element)
      case .cannotTell(let why): return .cannotTell(why, element)
      }
    }
    return hit < elements.count ? decided(by: elements[hit]) : .notMatched(by: nil)
  }

  private func decided(by element: Element) -> ListMatch {
    element.isNegated ? .notMatched(by: element) : .matched(element)
  }

  /// The position of the first literal that matches.
  private func literal(for candidate: Candidate) -> Int? {
    switch candidate {
    case .string(let string): index.first(equalTo: string)
    case .hostName(let name): index.first(matching: name, orParents: matchesParents)
    case .address(let address): index.first(holding: address)
    case .noAddress: nil
    }
  }

  private func answer(of element: Element, _ stop: MatchListIndex.Stop, for candidate: Candidate) -> Answer {
    switch candidate {
    case .noAddress: return .no
    // A name without a letter is looked for nowhere, too.
    case .hostName(let name) where name.isEmpty: return .no
    default: break
    }
    switch element.kind {
    case .failing(let why): return .failed(why)
    case .cannotTell(let why): return .cannotTell(why)
    case .table(let table): return answer(of: table, for: candidate)
    case .pattern(let literal):
      // It is no equal text, or the search would not come here.
      guard case .address(let address) = candidate, AddressMatch.areOfOneFamily(address, literal) else { return .no }
      return stop.problem.map { .failed($0.message) } ?? .no
    }
  }

  private func answer(of table: LookupTable, for candidate: Candidate) -> Answer {
    switch candidate {
    case .string(let key), .address(let key): ask(table, key)
    case .hostName(let name): answer(of: table, forDomain: name)
    case .noAddress: .no
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
