import Composing
import Foundation
import Music
import Production

/// An order for a song made of two projects.
public struct BlendRequest: Hashable, Sendable {
  /// The second project's share, 0...1.
  public var share: Double
  /// Where and how the new song is written; its brief and seed are taken from the ground.
  public var order: ComposeRequest

  /// Makes an order.
  public init(share: Double = 0.5, order: ComposeRequest) {
    self.share = share
    self.order = order
  }
}

/// An order for more songs like some of a folder of variations.
public struct MoreRequest: Hashable, Sendable {
  /// The folder that `compose` wrote several variations to.
  public var folder: String
  /// The numbers of the liked ones, from 1.
  public var liked: [Int]
  /// Where, how and how many new songs are written; their brief is taken from the liked ones.
  public var order: ComposeRequest

  /// Makes an order.
  public init(folder: String, liked: [Int], order: ComposeRequest) {
    self.folder = folder
    self.liked = liked
    self.order = order
  }
}

extension Studio {
  /// Composes a song of two projects: form, key and harmony of one, motif and groove of the other by
  /// its share.
  ///
  /// Throws `StudioError.outOfRange` for the share, `ProjectError`, and what `compose` throws.
  public func blend(
    _ first: Project, _ second: Project, _ request: BlendRequest,
    monitor: WorkMonitor = WorkMonitor()
  ) throws -> [SongReport] {
    guard (0...1).contains(request.share) else {
      throw StudioError.outOfRange(name: "share", got: request.share, allowed: 0...1)
    }
    for project in [first, second] { try project.file.checkEngine() }
    let (a, b) = (try first.file.song(), try second.file.song())
    let names = [first.name, second.name]
    return try deliver(request.order, monitor: monitor) {
      let blend = IdeaBlend(a.idea, b.idea, share: request.share)
      let percent = Int(request.share * 100 + 0.5)
      var song = try self.song(
        of: blend.blended(), from: request.share <= 0.5 ? a : b, request.order,
        prompt: "blend of \(names[0]) and \(names[1]), \(percent)% of the second")
      song.plan.notices.append(
        "Form, key and harmony come from \(names[request.share <= 0.5 ? 0 : 1]); "
          + "\(Self.text(blend.ingredients)) from \(names[request.share <= 0.5 ? 1 : 0]).")
      let inputs = BlendInputs(first: names[0], second: names[1], share: request.share)
      song = try modelled(song, by: request.order.composer, monitor: monitor)
      return [
        Draft(
          song: song,
          operation: ProjectOperation(
            verb: "blend", inputs: try JSONText.line(inputs),
            summary: "Blended \(names[0]) and \(names[1]), \(percent)% of the second",
            actor: engine(writing: song, by: request.order.composer), seed: song.plan.seed,
            sources: [first, second].compactMap { self.source($0) })
        )
      ]
    }
  }

  /// Composes more songs like some of a folder of variations.
  ///
  /// Throws `StudioError.unknownName` with the numbers that there are, `ProjectError`, and what
  /// `compose` throws.
  public func more(
    _ request: MoreRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> [SongReport] {
    try more(like: try liked(request), request.order, monitor: monitor)
  }

  /// Composes more songs like projects, wherever they stand; `order` says where, how and how many.
  ///
  /// Throws `ProjectError` and what `compose` throws.
  public func more(
    like projects: [Project], _ order: ComposeRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> [SongReport] {
    for project in projects { try project.file.checkEngine() }
    let songs = try projects.map { try $0.file.song() }
    let names = projects.map(\.name)
    return try deliver(order, monitor: monitor) {
      let found = Composer().more(
        like: songs.map(\.idea), count: order.variations, seed: order.seed)
      return try found.map { variation in
        let idea = Idea(plan: variation.plan, style: variation.style, score: variation.score)
        let source = songs[variation.index % songs.count]
        let inputs = MoreInputs(like: names, seed: order.seed, index: variation.index)
        let made = try modelled(
          self.song(
            of: idea, from: source, order,
            prompt: "more like \(names.joined(separator: " and "))"),
          by: order.composer, monitor: monitor)
        return Draft(
          song: made,
          operation: ProjectOperation(
            verb: "more", inputs: try JSONText.line(inputs),
            summary: "Composed like \(names.joined(separator: " and "))",
            actor: engine(writing: made, by: order.composer), seed: made.plan.seed,
            sources: projects.compactMap { self.source($0) })
        )
      }
    }
  }

  /// The folder for more songs like some of a folder.
  public func defaultOutput(moreOf folder: String, like numbers: [Int]) -> String {
    PathName(folder).named.path + "-like-" + numbers.map(String.init).joined(separator: "-")
  }

  private func liked(_ request: MoreRequest) throws -> [Project] {
    let folder = PathName(request.folder).named
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      throw StudioError.unreadable(
        path: folder.path,
        cause: FileAccess.isMissing(folder.path)
          ? "there is no such folder"
          : FileAccess.isFolder(folder.path) ? "permission denied" : "it is not a folder")
    }
    let numbered = entries.compactMap { entry -> (Int, String)? in
      guard entry.hasPrefix(folder.last + "-"),
        let number = Int(entry.dropFirst(folder.last.count + 1))
      else { return nil }
      return (number, entry)
    }
    return try request.liked.map { number in
      guard let entry = numbered.first(where: { $0.0 == number })?.1 else {
        throw StudioError.unknownName(
          kind: "variation", name: "\(number)", known: numbered.map { "\($0.0)" }.sorted())
      }
      return try Project.open(at: "\(folder.path)/\(entry)")
    }
  }

  private func song(
    of idea: Idea, from source: Song, _ order: ComposeRequest, prompt: String
  ) throws -> Song {
    var (plan, score, brief) = (idea.plan, idea.score, source.brief)
    if let title = order.title {
      plan.title = title
      score.title = title
    }
    brief.prompt = prompt
    brief.styles = plan.styles
    if plan.tempo != source.plan.tempo {
      brief.dropTimes()
      plan.notices.append("The tempo is another, so the tempo and times asked for do not hold.")
    }
    var settings = source.settings
    settings.sampleRate = order.sampleRate ?? settings.sampleRate
    settings.performance = order.performance
    return Song(
      brief: brief, style: idea.style, plan: plan, score: score,
      performance: try perform(score, style: idea.style, plan: plan, amount: order.performance),
      settings: settings)
  }

  private static func text(_ ingredients: Set<Ingredient>) -> String {
    let names = Ingredient.allCases.filter(ingredients.contains).map(\.rawValue)
    return names.isEmpty ? "only the tempo" : names.joined(separator: " and ")
  }

  private struct BlendInputs: Encodable {
    var first: String
    var second: String
    var share: Double
  }

  private struct MoreInputs: Encodable {
    var like: [String]
    var seed: UInt64
    var index: Int
  }
}

extension Brief {
  /// Takes back what holds at one tempo only: the tempo itself, the length, and times in seconds.
  fileprivate mutating func dropTimes() {
    (tempo, duration, energy) = (nil, nil, [])
    events.removeAll { $0.at != nil || $0.place?.seconds != nil }
    passages.removeAll { passage in
      [passage.during, passage.from, passage.until].contains { $0?.seconds != nil }
    }
  }
}

extension Song {
  /// What the song is made from.
  var idea: Idea { Idea(plan: plan, style: style, score: score) }
}
