// The names that were met, as numbers: eight bytes each. A number may stand for two names, so whoever finds one twice
// has to look at the files.

import Bytes

struct SeenNames {
  private var numbers: [UInt64] = []

  mutating func add(_ name: ByteString) { numbers.append(Self.number(name)) }

  /// To be called before asking.
  mutating func sort() { numbers.sort() }

  func contains(_ name: ByteString) -> Bool {
    let number = Self.number(name)
    let place = numbers.partitionIndex { $0 < number }
    return place < numbers.count && numbers[place] == number
  }

  /// The numbers that are there more than once.
  var repeated: Set<UInt64> {
    var repeated: Set<UInt64> = []
    for (one, other) in zip(numbers, numbers.dropFirst()) where one == other { repeated.insert(one) }
    return repeated
  }

  static func number(_ name: ByteString) -> UInt64 { FNVHash.of(name.bytes) }
}
