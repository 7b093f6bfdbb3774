// What a drill counts: nobody is left out, nobody gets mail twice, and only odd addresses may look different.

import Bytes
import Testing

@testable import Recovery

@Suite("Drills: counting")
struct DrillComparisonTests {
  private func message(_ owed: [ByteString: Int], plain: Set<ByteString>) -> DrillExpectation.Message {
    DrillExpectation.Message(owed: owed, plain: plain, finished: [])
  }

  @Test("What is owed and delivered is counted, once for each time it is owed")
  func exact() {
    let result = message(["a@x": 1, "b@x": 2], plain: ["a@x", "b@x"]).compare(["a@x": 1, "b@x": 2])
    #expect(result.delivered == 3 && result.missing.isEmpty && result.surplus.isEmpty)
  }

  @Test("A recipient who was left out, and one who got it twice, are told by name")
  func wrong() {
    let result = message(["a@x": 1, "b@x": 1], plain: ["a@x", "b@x"]).compare(["b@x": 2])
    #expect(result.delivered == 1 && result.missing == ["a@x"] && result.surplus == ["b@x"])
  }

  @Test("Mail that goes astray is not taken for a plain recipient's")
  func astray() {
    let result = message(["a@x": 1], plain: ["a@x"]).compare(["c@x": 1])
    #expect(result.delivered == 0 && result.missing == ["a@x"] && result.surplus == ["c@x"])
  }

  @Test("An address that Postfix completes is found under its new name, and only as often as it is owed")
  func rewritten() {
    let odd = message(["root": 1, "a@x": 1], plain: ["a@x"])
    #expect(odd.compare(["root@host": 1, "a@x": 1]).delivered == 2)
    let twice = odd.compare(["root@host": 2, "a@x": 1])
    #expect(twice.delivered == 2 && twice.surplus == ["root@host"])
    #expect(odd.compare(["a@x": 1]).missing == ["root"])
    // Somebody else's second copy is no replacement.
    let doubled = odd.compare(["a@x": 2])
    #expect(doubled.missing == ["root"] && doubled.surplus == ["a@x"])
  }
}
