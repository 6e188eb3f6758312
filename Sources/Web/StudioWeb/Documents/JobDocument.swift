import Foundation
import Production
import Studio

/// A job, as the interface gives it.
struct JobDocument: Encodable, Sendable {
  var id: String
  var kind: String
  @OrNull var project: String?
  var state: StudioJob.State
  var progress: Double
  @OrNull var stage: String?
  @OrNull var part: String?
  var created: Double
  @OrNull var started: Double?
  @OrNull var ended: Double?
  @OrNull var result: JobResult?
  @OrNull var error: Problem?
  /// What was asked for in words, of a job that composes.
  @OrNull var prompt: String?
  /// The bars and parts that are worked on; no parts for all.
  @OrNull var request: Place?

  struct Place: Encodable, Sendable {
    @OrNull var bars: [Int]?
    var parts: [String]
  }

  init(_ job: StudioJob) {
    id = job.id
    kind = job.order.kind
    project = job.order.project
    state = job.state
    progress = job.progress
    stage = job.stage?.rawValue
    part = job.part
    (created, started, ended) = (job.created, job.started, job.ended)
    result = job.result
    if let project = job.result?.project {
      // Addresses, where the job knows places beside the project.
      result?.files = job.result?.files.map { SongFile.address($0, of: project) } ?? []
    }
    error = job.fault.map { Problem(422, $0.sentence, hint: $0.hint) }
    prompt = nil
    request = job.order.place.map { place in
      Place(bars: place.bars.map { [$0.lowerBound, $0.upperBound] }, parts: place.parts)
    }
    if case .compose(let order) = job.order { prompt = order.prompt }
  }
}

/// An order, as `POST /api/jobs` takes it.
struct OrderDocument: Decodable, Sendable {
  var order: JobOrder

  private enum CodingKeys: String, CodingKey { case kind, project, request }

  private struct Wish: Decodable {
    var prompt: String?
    var options: [String: String]?
    var seed: UInt64?
    var variations: Int?
    var title: String?
    var sound: Bool?
    var composer: ComposerChoice?
    var projects: [String]?
    var first: String?
    var second: String?
    var share: Double?
    var bars: Bars?
    var parts: [String]?
    var amount: Double?
    var style: String?
    var formats: [OutputFormat]?
    var remix: Bool?
    var controls: PlayerControls?
    var state: Int64?
    var target: String?
    var loudness: Double?
    var ceiling: Double?
    var intensity: Double?
    var character: MasterIntent.Character?
    var references: [String]?
  }

  /// A number of bars, or a range of them with its end excluded.
  private enum Bars: Decodable {
    case count(Int)
    case range(Range<Int>)

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let count = try? value.decode(Int.self) {
        self = .count(count)
        return
      }
      let ends = try value.decode([Int].self)
      guard ends.count == 2, ends[0] >= 0, ends[0] < ends[1], ends[1] <= 1 << 20 else {
        throw DecodingError.dataCorruptedError(
          in: value, debugDescription: "bars are [first, end] with the end excluded")
      }
      self = .range(ends[0]..<ends[1])
    }

    var range: Range<Int>? {
      guard case .range(let range) = self else { return nil }
      return range
    }

    var count: Int? {
      guard case .count(let count) = self else { return nil }
      return count
    }
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let kind = try values.decode(String.self, forKey: .kind)
    let wish = try values.decodeIfPresent(Wish.self, forKey: .request)
    let named = try values.decodeIfPresent(String.self, forKey: .project)
    func project() throws -> String {
      guard let named else {
        throw DecodingError.keyNotFound(
          CodingKeys.project,
          DecodingError.Context(codingPath: [], debugDescription: "a project is needed"))
      }
      return named
    }
    let parts = wish?.parts ?? []
    let composer = wish?.composer ?? .auto
    switch kind {
    case "compose":
      order = .compose(
        ComposeOrder(
          prompt: wish?.prompt ?? "", options: wish?.options ?? [:], seed: wish?.seed,
          variations: wish?.variations ?? 1, title: wish?.title, sound: wish?.sound ?? true,
          composer: composer))
    case "more":
      order = .more(projects: wish?.projects ?? [], variations: wish?.variations ?? 4)
    case "blend":
      order = .blend(
        first: wish?.first ?? "", second: wish?.second ?? "", share: wish?.share ?? 0.5)
    case "regenerate":
      order = .regenerate(
        project: try project(), bars: wish?.bars?.range, parts: parts, composer: composer,
        controls: wish?.controls ?? PlayerControls())
    case "vary":
      order = .vary(
        project: try project(), amount: wish?.amount ?? 0.4, bars: wish?.bars?.range, parts: parts,
        composer: composer)
    case "continue":
      order = .extend(
        project: try project(), bars: wish?.bars?.count ?? 8, style: wish?.style)
    case "accompany": order = .accompany(project: try project(), parts: parts)
    case "harmonize": order = .harmonize(project: try project(), style: wish?.style)
    case "mend": order = .mend(project: try project())
    case "export" where wish?.state != nil:
      order = .export(
        project: try project(), state: wish?.state ?? 0,
        formats: wish?.formats ?? [.midi, .stems, .wav])
    case "render", "export", "mix":
      order = .render(
        project: try project(), formats: wish?.formats ?? [.midi, .stems, .wav],
        remix: wish?.remix ?? (kind == "mix"))
    case "originality": order = .originality(project: try project())
    case "disclosure": order = .disclosure(project: try project())
    case "master":
      order = .master(
        project: try project(),
        MasterOrder(
          target: wish?.target, loudness: wish?.loudness, ceiling: wish?.ceiling,
          intensity: wish?.intensity ?? 50, character: wish?.character ?? .balanced,
          references: wish?.references ?? []))
    case "sameness": order = .sameness(projects: wish?.projects ?? [])
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: values, debugDescription: "there is no such kind of job")
    }
  }
}
