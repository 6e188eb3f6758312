import Foundation
import Testing

@Suite("ideas from ideas") struct IdeaCommandTests {
  private func composed() throws -> Command {
    let command = try Command()
    for (style, folder) in [("house", "a"), ("bossa-nova", "b")] {
      let outcome = try command.run(
        "compose", "--style", style, "--bars", "8", "--seed", "3", "--formats", "midi", "--output",
        folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
    }
    return command
  }

  @Test("a blend is a new project whose history names both")
  func blend() throws {
    let command = try composed()
    defer { command.cleanUp() }
    let outcome = try command.run(
      "blend", "a", "b", "--share", "30%", "--formats", "midi", "--output", "c", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let brief = try #require(outcome.json["brief"] as? [String: Any])
    #expect((brief["prompt"] as? String)?.contains("a and b") == true)
    let history = try command.run("history", "c").output
    #expect(history.contains("Blended a and b"))
    #expect(try command.run("undo", "c").code != 0)
    #expect(try command.run("vary", "c", "--amount", "20%", "--no-audio", "--quiet").code == 0)
    #expect(try command.run("blend", "a", "b", "--share", "1.5", "--output", "d").code == 64)
    #expect(try command.run("blend", "a", "nothing", "--output", "d").code == 66)
  }

  @Test("more of a folder's variations, and numbers that it does not have")
  func more() throws {
    let command = try Command()
    defer { command.cleanUp() }
    #expect(
      try command.run(
        "compose", "--style", "house", "--bars", "8", "--variations", "3", "--seed", "3",
        "--formats", "midi", "--output", "ideas"
      ).code == 0)
    let outcome = try command.run(
      "more", "ideas", "--like", "1,3", "--variations", "2", "--formats", "midi", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let scores = try ["ideas/ideas-01", "ideas/ideas-03"].map {
      try command.data("\($0)/score.mid")
    }
    let new = try ["01", "02"].map {
      try command.data("ideas-like-1-3/ideas-like-1-3-\($0)/score.mid")
    }
    #expect(Set(scores + new).count == 4)
    let history = try command.run("history", "ideas-like-1-3/ideas-like-1-3-01").output
    #expect(history.contains("ideas-01 and ideas-03"))
    let missing = try command.run("more", "ideas", "--like", "7")
    #expect(missing.code == 65)
    #expect(missing.errors.contains("7") && missing.errors.contains("1, 2, 3"), "\(missing.errors)")
    #expect(try command.run("more", "ideas", "--like", "x").code == 64)
    #expect(try command.run("more", "nowhere", "--like", "1").code != 0)
  }

  @Test(
    "an amount is a share or percent, never guessed",
    arguments: [
      ("0.3", 0), ("30%", 0), ("30", 0), ("1", 0), ("0", 0), ("100%", 0), ("1.5", 64),
      ("101", 64), ("-1", 64), ("120%", 64), ("some", 64),
    ])
  func amounts(_ text: String, _ code: Int) throws {
    let command = try Command()
    defer { command.cleanUp() }
    #expect(
      try command.run(
        "compose", "--style", "lo-fi", "--bars", "4", "--seed", "3", "--formats", "midi",
        "--output", "a"
      ).code == 0)
    let outcome = try command.run("vary", "a", "--amount=\(text)", "--no-audio", "--quiet")
    #expect(Int(outcome.code) == code, "\(text): \(outcome.errors)")
    let turned = try command.run(
      "regenerate", "a", "--complexity=\(text)", "--no-audio", "--quiet")
    #expect(Int(turned.code) == code, "\(text): \(turned.errors)")
    if text == "0.3" || text == "30%" || text == "30" {
      #expect(try command.run("history", "a").output.contains("by 30%"))
    }
  }
}
