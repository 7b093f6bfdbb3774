// What every operator accepts, refuses and means, and how tightly it binds.

import Bytes
import Conditions
import Testing

@Suite struct OperatorTests {
  static let message: [ByteString: Value] = [
    "age": .duration(7200), "lifetime": .duration(432_000), "size": .size(10_240), "limit": .size(20_480),
    "tries": .number(3), "other": .number(4), "sender": .text("Alice@Example.com"), "subject": .text("Hello *World*"),
    "domain": .text("Example.COM"), "queue": .word(1), "level": .word(2), "held": .boolean(false),
    "sure": .boolean(true), "version": .version(VersionNumber(3, 10, 2)), "tags": .list([.text("a"), .text("b")]),
    "domains": .list([.text("One.example"), .text("two.example")]), "queue.deferred.count": .number(1000),
    "recipients": .list([
      .record(TestRecipient(address: .text("x@one.example"), domain: .text("one.example"), tries: .number(1))),
      .record(TestRecipient(address: .text("y@two.example"), domain: .text("TWO.example"), tries: .number(5))),
    ]),
    "recipient": .record(TestRecipient(address: .text("x"), domain: .text("ONE.example"))),
    "header Subject": .text("Cheap watches"),
  ]

  @Test(
    "Operators mean what the documentation says",
    arguments: [
      // Comparisons.
      "age == 2h", "age != 1h", "age < 3h", "age <= 2h", "age > 1h", "age >= 2h", "size < limit", "version >= 3.10",
      "version != 3.10", "queue == deferred", "queue != hold", "level < encrypt", "level >= none", "held == no",
      "sure", "not held", "sender < \"Bob\"", "sender == \"Alice@Example.com\"", "sender != \"alice@example.com\"",
      "tags == [\"a\", \"b\"]", "tags != [\"a\"]", "[tries, other] == [3, 4]",
      // Case counts in texts and does not in domains.
      "domain == \"example.com\"", "domain in [\"a\", \"EXAMPLE.com\"]", "domain contains \"AMPLE\"",
      "domain matches \"*.com\"", "domain matches /example/", "domains contains \"ONE.EXAMPLE\"",
      "not sender contains \"alice\"", "not sender matches \"alice*\"", "sender matches /alice/i",
      "not sender matches /alice/", "domain == \"EXAMPLE.com\" and domain <= \"example.com\"",
      "domain == sender or domain in [\"EXAMPLE.com\"]",
      // Membership.
      "queue in [deferred, hold]", "queue not in [active]", "3 in [tries, 7]", "tags contains \"a\"",
      "not tags contains \"c\"", "\"b\" in tags", "\"c\" not in tags", "sender contains \"@\"", "sender contains \"\"",
      "[active, deferred] contains queue", "tries in [1, 2, 3]", "deferred in [queue, hold]",
      "[3, 4] == [tries, other]", "\"hold\" != queue", "sender not in []", "not (sender in [])",
      // Globs.
      "sender matches \"*@Example.com\"", "sender matches \"Alice?Example.com\"", "sender matches \"*\"",
      "not sender matches \"?lice\"", "sender matches \"*@*.*\"", "\"aXbXc\" matches \"a*X*c\"",
      "not \"abc\" matches \"a*d\"", "not \"abx\" matches \"ab*b?\"", "\"\" matches \"*\"", "not \"\" matches \"?\"",
      "sender matches sender",
      // Set and empty.
      "sender is set", "recipient.tries is not set", "sender is not empty", "tags is not empty", "[] == tags or yes",
      "header(\"Missing\") is not set", "header(\"Missing\") is empty", "header(\"Subject\") is set",
      // Arithmetic.
      "tries + other == 7", "tries - other == -1", "tries * other == 12", "other / tries == 1", "-other / tries == -1",
      "age + 1h == 3h", "age - 3h == -1h", "age * 2 == 4h", "2 * age == 4h", "age / 2 == 1h", "lifetime / age == 60",
      "size * 2 == limit", "limit / size == 2", "size + 10240 == limit", "limit - size == 10k", "-age == -2h",
      "tries + 2 * other == 11", "(tries + 2) * other == 20", "tries - 1 - 1 == 1", "12 / 2 / 3 == 2",
      "-tries + 4 == 1", "--tries == 3",
      // Precedence.
      "held or sure and sure", "sure or sure and held", "not (held and sure)", "not held and sure", "not held == yes",
      "not held or held", "(age > 1h) == yes", "not not sure", "not age > 3h and tries == 3",
      // Members and functions.
      "recipient.domain == \"one.EXAMPLE\"", "queue.deferred.count == 1000", "count(recipients) == 2",
      "count([1, 2, 3]) == 3", "any(recipients: it.domain == \"two.example\")", "all(recipients: it.tries > 0)",
      "not all(recipients: it.tries > 1)", "not any(recipients: it.domain == \"three.example\")",
      "any(tags: it == \"b\")", "any(recipients: any(tags: it == \"a\") and it.tries == 5)",
      "header(\"Subject\") contains \"watches\"", "double(tries) == 6", "double(double(1) + 1) == 6",
      "echo(\"12\") == \"prepared 12\"", "echo(sender) == sender", "any(recipients: it.address matches /y@/)",
    ])
  func operators(_ text: String) {
    #expect(outcome(ByteString(text), Self.message) == "yes", "\(text)")
  }

  @Test(
    "Wrong types and names are refused",
    arguments: [
      ("", "the condition ends too early; expected a name or a value"),
      ("age", "'age' is a time, not a condition; compare it with something"),
      ("held and age", "'age' is a time, not a condition; compare it with something"),
      ("age > size", "cannot compare a time with a size"),
      ("sender > 5", "cannot compare a text with a number; write it in double quotes"),
      ("held < sure", "a yes or no has no order; only == and != compare it"),
      ("queue < hold", "the words for queue have no order; only == and != compare them"),
      ("tags < tags", "a list of texts has no order; only == and != compare it"),
      ("recipient == recipient", "cannot compare a whole recipient; compare its members"),
      (
        "any(recipients: it == \"a@b\")",
        "cannot compare a whole recipient with a text; compare one of its members: .address, .domain, .tries"
      ),
      (
        "recipients == \"a@b\"",
        "cannot compare a list of whole recipients with a text; ask any(list: it.… == …) or all(list: it.… == …)"
      ),
      ("recipient in recipients", "cannot compare a whole recipient; write any(recipients: it.… == …)"),
      ("queue == level", "cannot compare a word (queue) with a word (TLS security level)"),
      ("queue == sender", "cannot compare a word (queue) with a text"),
      ("queue == defered", "unknown word 'defered' for queue; did you mean 'deferred'?"),
      ("queue == \"Deferred\"", "unknown word 'Deferred' for queue; did you mean 'deferred'?"),
      ("queue in [hold, zzz]", "unknown word 'zzz' for queue; the words are active, deferred, hold, incoming"),
      ("level == dane-onli", "unknown word 'dane-onli' for TLS security level; did you mean 'dane-only'?"),
      ("queue == yes", "cannot compare a word (queue) with a yes or no"),
      ("tries in 5", "'in' needs a list, but '5' is a number"),
      (
        "\"a\" in sender",
        "'in' needs a list, but 'sender' is a text; to find a part of a text, write 'text contains part'"
      ),
      ("tries in [\"a\"]", "'\"a\"' is a text, but the list has a number elsewhere; write it without quotes"),
      ("[1, \"a\"] contains tries", "'\"a\"' is a text, but the list has a number elsewhere; write it without quotes"),
      ("tries contains 5", "a number cannot contain a number"),
      ("tags contains 5", "a list of texts cannot contain a number; write it in double quotes"),
      ("tries matches \"*\"", "'matches' needs a text, but 'tries' is a number; compare it with =="),
      ("tags matches \"*\"", "'matches' needs a text, but 'tags' is a list of texts; write any(tags: it matches …)"),
      ("sender matches 5", "'matches' needs a /pattern/ or a text with * and ?, but '5' is a number"),
      ("sender == /a/", "a pattern stands only after 'matches'"),
      ("age is empty", "a time cannot be empty"),
      ("(1 + 2) is set", "only a name, a member or a function can be set"),
      ("age is old", "unexpected 'old'; after 'is' stands set, not set, empty or not empty; to compare, write =="),
      ("age + size > 1d", "cannot add a time and a size"),
      ("age * age > 1d", "cannot multiply a time by a time"),
      ("tries / age > 1", "cannot divide a number by a time"),
      ("sender - 1 > 1", "cannot subtract a text and a number; write it in double quotes"),
      ("-sender == \"\"", "a text has no negative"),
      ("1 < tries < 5", "a comparison cannot be compared again; join two comparisons with and, or add parentheses"),
      ("held == not sure", "'not' cannot stand here; put the negated part in parentheses"),
      ("held not sure", "unexpected 'sure'; expected 'in' after 'not'"),
      ("(held", "the condition ends too early; expected ')' to close the parenthesis"),
      ("held)", "unexpected ')'; expected the end or an operator"),
      ("held sure", "unexpected 'sure'; expected the end or an operator"),
      ("held and", "the condition ends too early; expected a name or a value"),
      ("tries in [1, ]", "unexpected ']'; expected a name or a value"),
      ("sender == []", "this empty list could be a list of anything; write 'is empty' instead"),
      ("count([]) > 0", "this empty list could be a list of anything; write 'is empty' instead"),
      ("maximal_backof_time > 1d", "unknown name 'maximal_backof_time'; did you mean 'maximal_backoff_time'?"),
      (
        "queue.defered.count > 1",
        "'queue' is a word (queue), which has no members; did you mean 'queue.deferred.count'?"
      ),
      ("recipient.domian == \"\"", "a recipient has no member 'domian'; did you mean 'domain'?"),
      ("recipient.zzz == \"\"", "a recipient has no member 'zzz'; its members are address, domain, tries"),
      ("it == \"\"", "unknown name 'it'; 'it' has a meaning only inside any(…: …) and all(…: …)"),
      ("any(recipients: it.x == 1)", "a recipient has no member 'x'; its members are address, domain, tries"),
      ("any(sender: it == 1)", "any takes a list, but 'sender' is a text"),
      (
        "any(tags, it == 1)",
        "unexpected ','; expected ':' and a condition, as in any(recipients: it.domain == \"example.com\")"
      ),
      ("any(tags: it)", "'it' is a text, not a condition; compare it with something"),
      ("count(sender) > 1", "count takes a list, but 'sender' is a text"),
      ("count(tags, tags) > 1", "count takes 1 list, not 2"),
      ("headr(\"a\") is set", "unknown function 'headr'; did you mean 'header'?"),
      ("header is set", "unknown name 'header'; it is a function: write header(…)"),
      ("sender(\"a\") is set", "'sender' is a name, not a function"),
      ("recipient.domain(\"a\") is set", "'recipient.domain' is no function"),
      ("header() is set", "header takes 1 argument, not 0"),
      ("header(5) is set", "argument 1 of header is a text, but '5' is a number; write it in double quotes"),
      ("echo(\"a\") is set", "argument 1 of echo: only digits, please"),
    ] as [(String, String)])
  func refusals(_ text: String, _ message: String) {
    let found = failure(ByteString(text)) ?? "accepted"
    #expect(found.hasPrefix(message), "\(text)")
  }

  @Test("A word that is also a name has to be quoted, and the error says so")
  func wordsThatAreNames() throws {
    var vocabulary = Vocabulary()
    vocabulary.declare("queue", .word(queueWords))
    vocabulary.declare("hold", .number)
    let origin = SourceOrigin(file: "test")
    _ = try Condition("queue == \"hold\"", from: origin, in: vocabulary)
    let error = #expect(throws: ConditionError.self) { try Condition("queue == hold", from: origin, in: vocabulary) }
    #expect(error?.hint == "'hold' is a name here; write the word as \"hold\"")
  }

  @Test("A name that is declared again is replaced, and two names may share a slot")
  func declaringAgain() throws {
    var vocabulary = Vocabulary()
    #expect(vocabulary.declare("age", .number) == 0)
    #expect(vocabulary.declare("age", .duration, slot: 7) == 7)
    #expect(vocabulary.declare("arrival.age", .duration, slot: 7) == 7)
    #expect(vocabulary.names.count == 2)
    let condition = try Condition("age == arrival.age", from: SourceOrigin(file: "test"), in: vocabulary)
    #expect(condition.names.map(\.slot) == [7, 7])
  }

  @Test("A vocabulary without a pattern compiler refuses patterns")
  func noPatterns() {
    var vocabulary = Vocabulary()
    vocabulary.declare("sender", .text)
    #expect(throws: ConditionError.self) {
      try Condition("sender matches /a/", from: SourceOrigin(file: "test"), in: vocabulary)
    }
  }
}
