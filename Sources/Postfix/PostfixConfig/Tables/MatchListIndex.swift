// The literals of a match list, so that a long list is not compared element by element.
//
// It gives the position of the first literal that matches. Elements that can end the search otherwise than by an
// equal text or a network (tables, what fails, what cannot be told, networks that are wrong) are `stops`: the search
// asks them one by one, as long as they stand before the literal. So the first element that decides is the same as in
// a search in order.
// Source: match_ops.c.

import Bytes

struct MatchListIndex: Sendable {
  /// An element to be asked by itself.
  struct Stop: Sendable {
    let position: Int
    /// For a literal: why the comparison with an address fails that does not equal it.
    let problem: CIDRPattern.Problem?
  }

  /// In the order of the list.
  private(set) var stops: [Stop] = []
  private var texts: [ByteString: Int] = [:]
  /// Literals that an address may equal as a text, without the brackets around them.
  private var addresses: [ByteString: Int] = [:]
  private var networks = NetworkIndex()

  // MARK: Reading, in the order of the list

  mutating func addStop(at position: Int) { stops.append(Stop(position: position, problem: nil)) }

  /// False for a network that is wrong.
  /// - Parameter literal: with its case folded.
  mutating func add(_ literal: ByteString, at position: Int) -> Bool {
    Self.add(literal, at: position, to: &texts)
    let text = AddressMatch.withoutBrackets(literal)
    if AddressMatch.isAddressText(text) { Self.add(text, at: position, to: &addresses) }
    guard AddressMatch.isNetworkPattern(literal) else { return true }
    do throws(CIDRPattern.Problem) {
      networks.add(try CIDRPattern.parse(literal.bytes[...]), at: position)
      return true
    } catch {
      stops.append(Stop(position: position, problem: error))
      return false
    }
  }

  private static func add(_ text: ByteString, at position: Int, to positions: inout [ByteString: Int]) {
    if positions[text] == nil { positions[text] = position }
  }

  // MARK: Searching, for folded texts

  func first(equalTo string: ByteString) -> Int? { texts.isEmpty ? nil : texts[string] }

  /// The first literal that is the name or, as `matchesParents` says, one of its parent domains.
  func first(matching name: ByteString, orParents matchesParents: Bool) -> Int? {
    var best = first(equalTo: name)
    if texts.isEmpty { return best }
    let bytes = name.bytes
    for dot in bytes.indices where bytes[dot] == UInt8(ascii: ".") {
      let parent = ByteString(bytes[(matchesParents ? dot + 1 : dot)...])
      if let position = texts[parent], position < best ?? .max { best = position }
    }
    return best
  }

  /// - Parameter address: text for which `AddressMatch.isAddressText` holds.
  func first(holding address: ByteString) -> Int? {
    let asText = addresses.isEmpty ? nil : addresses[address]
    guard let bits = AddressBits(address), let asNetwork = networks.first(holding: bits) else { return asText }
    return min(asText ?? asNetwork, asNetwork)
  }
}
