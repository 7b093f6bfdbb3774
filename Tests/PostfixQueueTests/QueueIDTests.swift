// Queue ids: what Postfix writes is read, and nothing else is.

import Bytes
import PostfixQueue
import TestSupport
import Testing

@Suite("Queue ids")
struct QueueIDTests {
  // Both were made by 3.7.11.
  @Test("Ids of a real Postfix say when and as which inode their files were made")
  func known() throws {
    let long = try #require(QueueID("4jYR3d3YTQz2NPSf"))
    #expect(long.birth == .time(seconds: 1_795_485_933, microseconds: 501_562) && long.inode == 16_239_301)
    let short = try #require(QueueID("BAC54F7C0A6"))
    #expect(short.birth == .microseconds(765_012) && short.inode == 16_236_710)
  }

  @Test("Hash directories come from the microseconds")
  func hashing() {
    #expect(QueueID.hashDirectories(for: "4jYR3d3YTQz2NPSf", depth: 2) == ["7", "A"])
    #expect(QueueID.hashDirectories(for: "BAC54F7C0A6", depth: 1) == ["B"])
    #expect(QueueID.hashDirectories(for: "BAC54F7C0A6", depth: 0) == [])
    #expect(QueueID.hashDirectories(for: "AB", depth: 4) == ["A", "B", "_", "_"])
  }

  @Test("Every id can be written and read again", arguments: [UInt64(1), 2, 3])
  func roundTrip(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<500 {
      let microseconds = random.below(1_000_000)
      let inode = random.next() >> UInt64(random.below(64))
      let time = QueueTime(seconds: random.below(1 << 33), microseconds: microseconds)
      for text in [
        QueueIDEncoding.short(microseconds: microseconds, inode: inode), QueueIDEncoding.long(time, inode: inode),
      ] {
        let id = try #require(QueueID(ByteString(text)), "\(text)")
        #expect(id.inode == inode && id.microseconds == UInt32(microseconds) && id.name == ByteString(text))
        #expect(
          QueueID.hashDirectories(for: id.name, depth: 3).map { "\($0)/" }.joined()
            == QueueIDEncoding.hashDirectories(microseconds: microseconds, depth: 3))
      }
    }
  }

  @Test(
    "A name that no Postfix would write is no id",
    arguments: [
      "", "A", "ABCDE", "12345", "0BAC54.1234", "BAC54F7C0A6#FIX", "bac54f7c0a6", "BAC54F7C0G6", "GAC54F7C0A6",
      // Vowels, a missing inode, an inode with "z" in it, blanks.
      "4jYR3a3YTQz2NPSf", "4jYR3d3YTQz", "4jYR3d3YTQz2N SP", "4jYR3d3YTQz2N\u{0}P",
      // Numbers over 64 bits.
      "BAC54FFFFFFFFFFFFFFFFF", "zyyyyyyyyyyyyyyyyyyyyz2NPSf", "4jYR3d3YTQzyyyyyyyyyyyyyyyyyyyy",
    ])
  func foreign(name: String) { #expect(QueueID(ByteString(name)) == nil) }

  @Test("The greatest numbers fit, and one more does not")
  func greatest() throws {
    let greatest = QueueID(birth: .time(seconds: .max, microseconds: 999_999), inode: .max)
    #expect(QueueID(greatest.name) == greatest)
    #expect(QueueID("BAC54FFFFFFFFFFFFFFFF")?.inode == .max)
    #expect(QueueID("BAC5410000000000000000") == nil)
  }

  @Test("Legal names are letters, digits and underscores, 255 at most")
  func legal() {
    #expect(QueueID.isLegalName("a") && QueueID.isLegalName("some_domain_example"))
    #expect(QueueID.isLegalName(ByteString(String(repeating: "A", count: 255))))
    for name in ["", "a b", "1.2", "A#FIX", "a/b", "..", "ä", String(repeating: "A", count: 256)] {
      #expect(!QueueID.isLegalName(ByteString(name)), "\(name)")
    }
  }
}
