import ArgumentParser
import Foundation

extension Failure {
  /// A command line that the argument parser or a command refuses, in the form of all failures; nil
  /// for help, versions, completions and plain exit codes.
  static let commandLineFailure: @Sendable (any Error) -> Failure? = { error in
    guard Etude.exitCode(for: error) == .validationFailure else { return nil }
    let error = unknownOption ?? error
    let (sentence, rest) = parted(line(of: Etude.message(for: error)))
    let usage = Etude.fullMessage(for: error)
    var hints = [rest ?? argument(in: usage)].compactMap { $0 }
    if !(rest?.contains("etude ") ?? false) { hints.append("See: \(help(for: error, usage))") }
    return Failure(.usage, sentence, hint: hints.joined(separator: " "))
  }

  /// What the parser says of an option that it does not know.
  ///
  /// It looks for missing arguments first: with these in place it comes to the option, which is the
  /// likelier reason for what is missing.
  private static var unknownOption: (any Error)? {
    let words = Etude.arguments
    guard words.contains(where: { $0.hasPrefix("--") }) else { return nil }
    for count in 0...4 {
      do {
        _ = try Etude.parseAsRoot(words + Array(repeating: "x", count: count))
      } catch  where Etude.message(for: error).hasPrefix("Unknown option") {
        return error
      } catch {
        continue
      }
    }
    return nil
  }

  /// A message on one line; what it lists line by line is parted by commas.
  private static func line(of message: String) -> String {
    let lines = message.split(whereSeparator: \.isNewline).map {
      $0.trimmingPrefix(while: \.isWhitespace)
    }
    let text = lines.reduce("") { text, line in
      guard line.hasPrefix("- ") else { return text.isEmpty ? String(line) : "\(text) \(line)" }
      return text + (text.hasSuffix(":") ? " " : ", ") + line.dropFirst(2)
    }
    return lines.last?.hasPrefix("- ") ?? false ? text + "." : text
  }

  /// The first sentence, as it stands behind the program's name, and what follows.
  private static func parted(_ message: String) -> (sentence: String, rest: String?) {
    let end = message.firstRange(of: ". ")
    var sentence = String(message[..<(end?.lowerBound ?? message.endIndex)])
    if let first = sentence.first, sentence.dropFirst().first?.isUppercase != true {
      sentence = first.lowercased() + sentence.dropFirst()
    }
    if sentence.last.map({ !".?!".contains($0) }) ?? false { sentence += "." }
    return (sentence, end.map { String(message[$0.upperBound...]) })
  }

  /// What the parser says of the argument that is wrong.
  private static func argument(in usage: String) -> String? {
    guard let start = usage.firstRange(of: "Help:  "), let end = usage.firstRange(of: "\nUsage:"),
      start.upperBound < end.lowerBound
    else { return nil }
    let words = usage[start.upperBound..<end.lowerBound]
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard let gap = words.firstRange(of: "> ") else { return words }
    return words[..<gap.lowerBound] + ">: " + words[gap.upperBound...]
  }

  /// The command line whose help is meant.
  private static func help(for error: any Error, _ usage: String) -> String {
    // A command that is running is the first word of the line; the parser names others.
    if error is ValidationError, CommandLine.arguments.count > 1 {
      return "etude \(CommandLine.arguments[1]) --help"
    }
    let named = usage.split(separator: "'").first { $0.hasPrefix("etude ") && $0.hasSuffix("help") }
    return named.map(String.init) ?? "etude --help"
  }
}
