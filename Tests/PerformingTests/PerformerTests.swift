import Foundation
import Music
import Performing
import Production
import StyleFiles
import Testing

@Suite("Performer")
struct PerformerTests {
  private func perform(
    _ score: Score, _ style: Style, seed: UInt64 = 7, amount: Double = 1
  ) throws -> Performance {
    Performer.perform(
      score: score, style: style, plan: try Fixture.plan(score, seed: seed), amount: amount)
  }

  private static let styles = ["lo-fi", "jazz-swing", "pop-ballad", "trap", "cinematic"]
  private static let seeds: [UInt64] = [1, 2, 3]

  // MARK: - Amount

  @Test("amount 0 is the grid and the written velocities", arguments: styles)
  func grid(name: String) throws {
    let score = Fixture.score(Fixture.band(seed: 5))
    let played = try perform(score, try Fixture.style(name), amount: 0)
    for (part, result) in zip(score.parts, played.parts) {
      #expect(result.controls.isEmpty)
      #expect(!result.notes.isEmpty)
      for note in result.notes {
        #expect(note.time == score.tempo.seconds(at: note.written))
        #expect(
          part.notes.contains {
            $0.onset == note.written && $0.pitch.number == note.key
              && $0.velocity == note.velocity
          })
      }
    }
    #expect(played.seconds == score.seconds)
    #expect(played.amount == 0)
  }

  @Test("more amount moves every note further the same way", arguments: styles)
  func monotone(name: String) throws {
    let style = try Fixture.style(name)
    let score = Fixture.score(Fixture.band(seed: 9))
    let amounts = [0, 0.25, 0.5, 0.75, 1]
    let played = try amounts.map { try perform(score, style, amount: $0) }
    for part in score.parts {
      func notes(_ index: Int) -> [String: PerformedNote] {
        let all = played[index].part(part.id)?.notes ?? []
        return Dictionary(uniqueKeysWithValues: all.map { ("\($0.written) \($0.key)", $0) })
      }
      let grid = notes(0)
      for index in 1..<amounts.count {
        let (less, more) = (notes(index - 1), notes(index))
        #expect(more.count == grid.count)
        for (name, straight) in grid {
          guard let before = less[name], let after = more[name] else {
            Issue.record("\(name) is lost")
            continue
          }
          #expect(
            abs(after.time - straight.time) >= abs(before.time - straight.time) - 1e-9)
          #expect((after.time - straight.time) * (before.time - straight.time) >= -1e-12)
          #expect(
            abs(after.velocity - straight.velocity) >= abs(before.velocity - straight.velocity))
        }
      }
    }
  }

  @Test("amounts outside 0...1 count as the nearer end")
  func outside() throws {
    let style = try Fixture.style()
    let score = Fixture.score(Fixture.band(seed: 2))
    #expect(try perform(score, style, amount: 7) == perform(score, style, amount: 1))
    #expect(try perform(score, style, amount: -1) == perform(score, style, amount: 0))
  }

  @Test("the same input gives the same performance, another seed another one")
  func determinism() throws {
    let style = try Fixture.style()
    let score = Fixture.score(Fixture.band(seed: 4))
    #expect(try perform(score, style) == perform(score, style))
    #expect(try perform(score, style) != perform(score, style, seed: 8))
  }

  // MARK: - Playability

  @Test("no note overlaps the next on its key, and all sound within the piece", arguments: seeds)
  func restrikes(seed: UInt64) throws {
    for name in Self.styles {
      for meter in [Meter.common, .waltz, Meter(7, 8), Meter(12, 8)].compactMap({ $0 }) {
        let score = Fixture.score(
          Fixture.band(seed: seed, bars: 6, meter: meter), bars: 6, meter: meter)
        for amount in [0, 0.37, 1] {
          let played = try perform(score, try Fixture.style(name), seed: seed, amount: amount)
          for part in played.parts {
            var ends: [Int: Double] = [:]
            for note in part.notes {
              #expect(note.duration > 0, "seed \(seed) \(name) \(part.id)")
              #expect((1...127).contains(note.velocity))
              #expect(note.time >= -0.031 && note.end <= score.seconds)
              #expect(note.time >= (ends[note.key] ?? -1), "seed \(seed) \(name) \(part.id)")
              ends[note.key] = note.end
            }
            #expect(part.notes == part.notes.sorted { ($0.time, $0.key) < ($1.time, $1.key) })
          }
        }
      }
    }
  }

  @Test(
    "the last release falls at the exact second of the length",
    arguments: [Beat(32), Beat(61, 2), Beat(94, 3), Beat(1, 2)])
  func lastRelease(length: Beat) throws {
    for name in Self.styles {
      for tempo in [71.3, 82, 123.456, 140] {
        let notes = (0..<64).map { Fixture.note(Beat($0, 2), Beat(1, 2), 60 + $0 % 5) }
          .filter { $0.onset < length }
        let long = Fixture.note(max(length - Beat(7, 3), .zero), Beat(9), 48, 70, .legato)
        let short = Fixture.note(max(length - Beat(1, 4), .zero), Beat(1, 4), 72, 90, .staccato)
        let part = Part(
          id: "keys", name: "", role: .chords, instrument: Fixture.instrument("grand-piano"),
          notes: notes + [long, short])
        let score = Fixture.score([part], tempo: tempo, length: length)
        for amount in [0, 0.5, 1] {
          let played = try perform(score, try Fixture.style(name), amount: amount)
          let result = try #require(played.parts.first)
          #expect(result.notes.map(\.end).max() == score.tempo.seconds(at: length))
          for key in [48, 72] {
            #expect(result.notes.last { $0.key == key }?.end == score.seconds)
          }
        }
      }
    }
  }

  @Test("unisons merge, overlaps are cut at the restrike, late notes are silent")
  func repairs() throws {
    let part = Part(
      id: "lead", name: "", role: .lead, instrument: Fixture.instrument("flute"),
      notes: [
        Fixture.note(0, 4, 60, 50), Fixture.note(0, 2, 60, 90), Fixture.note(1, 1, 60, 70),
        Fixture.note(40, 1, 64),
      ])
    let score = Fixture.score([part])
    let notes = try perform(score, try Fixture.style(), amount: 0).parts[0].notes
    #expect(notes.map(\.key) == [60, 60])
    #expect(notes[0].velocity == 90)
    #expect(notes[0].end == notes[1].time)
  }

  @Test("an empty score and an empty part are silent")
  func empty() throws {
    let part = Part(
      id: "pad", name: "", role: .pad, instrument: Fixture.instrument("warm-pad"), notes: [])
    let style = try Fixture.style()
    #expect(
      try perform(Fixture.score([part]), style).parts == [PerformedPart(id: "pad", notes: [])])
    let nothing = try perform(Fixture.score([part], bars: 0, length: .zero), style)
    #expect(nothing.seconds == 0)
    #expect(nothing.parts[0].notes.isEmpty)
  }

  // MARK: - Locality

  @Test("a change within bars leaves the events of other bars as they were", arguments: seeds)
  func locality(seed: UInt64) throws {
    let bars = 3..<5
    for name in Self.styles {
      let style = try Fixture.style(name)
      var score = Fixture.score(Fixture.band(seed: seed))
      let before = try perform(score, style, seed: seed)
      let other = Fixture.band(seed: seed + 100)
      let span = score.span(ofBars: bars)
      for index in score.parts.indices {
        let kept = score.parts[index].notes.filter { !span.contains($0.onset) }
        // Only the notes before the join that would sound into it are changed by it.
        let new = other[index].notes.filter { span.contains($0.onset) }
        score.parts[index].notes = (kept + new).sorted()
      }
      let after = try perform(score, style, seed: seed)
      let join = Beat(2)
      for (old, new) in zip(before.parts, after.parts) {
        func isFar(_ written: Beat) -> Bool {
          written < span.lowerBound - join * 2 || written >= span.upperBound + join
        }
        #expect(old.notes.filter { isFar($0.written) } == new.notes.filter { isFar($0.written) })
        #expect(
          old.controls.filter { isFar($0.written) && $0.kind.isExpression }
            == new.controls.filter { isFar($0.written) && $0.kind.isExpression })
        #expect(Set(old.notes.map(\.written)) != Set(new.notes.map(\.written)))
      }
    }
  }

  @Test("a part is played from its own notes alone")
  func parts() throws {
    let style = try Fixture.style()
    let band = Fixture.band(seed: 11)
    let together = try perform(Fixture.score(band), style)
    for part in band {
      let alone = try perform(Fixture.score([part]), style)
      #expect(alone.parts[0] == together.part(part.id))
      let only = Performer.perform(
        score: Fixture.score(band), style: style,
        plan: try Fixture.plan(Fixture.score(band), seed: 7), amount: 1, only: [part.id])
      #expect(only.part(part.id) == together.part(part.id))
      #expect(only.parts.map(\.id) == together.parts.map(\.id))
      let others = only.parts.filter { $0.id != part.id }
      #expect(others.allSatisfy { $0.notes.isEmpty && $0.controls.isEmpty })
    }
  }
}

extension PerformedControl.Kind {
  var isExpression: Bool {
    if case .controller(11, _) = self { return true }
    return false
  }
}
