import Foundation
import Production
public import Studio

extension HoldingStudio {
  /// Has long work done as a job of the studio, and shows how far it is.
  ///
  /// `order` gets the project's id. Nil also where other jobs come first for longer than it waits, or the
  /// job fails: here it fails alike, and says why. Throws `HoldingStudioError` and, when it was
  /// interrupted, `StudioError.cancelled`.
  public func run(
    monitor: WorkMonitor, _ order: (_ project: String) -> JobOrder
  ) throws -> ChangeReport? {
    guard let wish = JobWish(order(id)) else { return nil }
    let answer: PlainClient.Answer
    do {
      answer = try client.ask("POST", "/api/jobs", try JSONText.line(wish), seconds: longPatience)
    } catch PlainClient.Fault.notThere { return nil }
    guard answer.status == 202 else { return nil }
    var job = try JSONDecoder().decode(JobNews.self, from: answer.body)
    let start = ContinuousClock.now
    var isStopped = false
    while !job.state.isOver {
      if !isStopped, monitor.isCancelled() {
        isStopped = true
        job = try news("DELETE", of: job)
      } else if job.state == .queued, ContinuousClock.now - start > .seconds(patience) {
        job = try news("DELETE", of: job)
        if job.state == .cancelled { return nil }
      }
      if let stage = job.stage {
        monitor.report(StudioProgress(stage: stage, part: job.part, total: job.progress))
      }
      usleep(100_000)
      job = try news("GET", of: job)
    }
    switch job.state {
    case .done:
      return ChangeReport(text: job.result?.text ?? "", notices: job.result?.notices ?? [])
    case .cancelled where isStopped: throw StudioError.cancelled
    default: return nil
    }
  }

  private func news(_ method: String, of job: JobNews) throws -> JobNews {
    do {
      let answer = try client.ask(method, "/api/jobs/\(job.id)", seconds: longPatience)
      return try JSONDecoder().decode(JobNews.self, from: answer.body)
    } catch { throw HoldingStudioError.noAnswer(project: project.folder) }
  }
}

/// What is told of a job, as far as a command shows it.
private struct JobNews: Decodable {
  struct Result: Decodable {
    var text: String?
    var notices: [String]
  }
  var id: String
  var state: StudioJob.State
  var stage: StudioProgress.Stage?
  var part: String?
  var progress: Double
  var result: Result?
}

/// An order as `POST /api/jobs` takes it.
private struct JobWish: Encodable {
  struct Request: Encodable {
    var bars: Bars?
    var parts: [String]?
    var composer: ComposerChoice?
    var controls: PlayerControls?
    var amount: Double?
    var style: String?
  }
  enum Bars: Encodable {
    case count(Int)
    case range(Range<Int>)

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .count(let count): try count.encode(to: encoder)
      case .range(let range): try [range.lowerBound, range.upperBound].encode(to: encoder)
      }
    }
  }
  var kind: String
  var project: String?
  var request: Request

  /// Words for an order that changes a project; nil for others.
  init?(_ order: JobOrder) {
    (kind, project) = (order.kind, order.project)
    switch order {
    case .regenerate(_, let bars, let parts, let composer, let controls):
      request = Request(
        bars: bars.map { .range($0) }, parts: parts, composer: composer, controls: controls)
    case .vary(_, let amount, let bars, let parts, let composer):
      request = Request(
        bars: bars.map { .range($0) }, parts: parts, composer: composer, amount: amount)
    case .extend(_, let bars, let style): request = Request(bars: .count(bars), style: style)
    case .accompany(_, let parts): request = Request(parts: parts)
    case .harmonize(_, let style): request = Request(style: style)
    default: return nil
    }
  }
}
