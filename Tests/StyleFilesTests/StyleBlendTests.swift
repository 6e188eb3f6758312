import Foundation
import Music
import Production
import StyleFiles
import Testing

@Suite("Style blends")
struct StyleBlendTests {
  private func styles() throws -> [Style] { try OwnStyles.names.map(OwnStyles.style) }

  @Test("every pair makes a whole style, whatever the order")
  func pairs() throws {
    let styles = try styles()
    for first in styles {
      for second in styles where first.name < second.name {
        for share in [0.2, 0.4, 0.5, 0.8] {
          let one = try #require(
            Style.blended([(style: first, weight: share), (style: second, weight: 1 - share)]))
          let other = Style.blended([
            (style: second, weight: (1 - share) * 7), (style: first, weight: share * 7),
          ])
          #expect(one.parts == other?.parts)
          #expect(one.forms == other?.forms)
          #expect(Set(one.parts.map(\.id)).count == one.parts.count)
          #expect(one.parts.allSatisfy { one.mix.channels[$0.id] != nil })
          #expect(one.parts.contains { $0.role == .lead })
          let tempos = [first.tempo.typical, second.tempo.typical]
          #expect(one.tempo.typical >= (tempos.min() ?? 0) - 1)
          #expect(one.tempo.typical <= (tempos.max() ?? 0) + 1)
          #expect((0.5...0.75).contains(one.groove.swing))
          #expect(one.groove.pedal.allSatisfy { id in one.parts.contains { $0.id == id } })
          let pool = one.harmony.progressions.count
          #expect(
            pool == first.harmony.progressions.count + second.harmony.progressions.count)
        }
      }
    }
  }

  @Test("the leader gives form and rhythm section, the second the harmony and melody")
  func roles() throws {
    let trap = try OwnStyles.style("trap")
    let jazz = try OwnStyles.style("jazz-swing")
    let blend = try #require(
      Style.blended([(style: jazz, weight: 0.4), (style: trap, weight: 0.6)]))
    #expect(blend.name == "trap+jazz-swing")
    #expect(blend.forms == trap.forms)
    #expect(blend.meters == trap.meters)
    func parts(_ style: Style, _ role: Role) -> [[Pattern]] {
      style.parts.filter { $0.role == role }.map(\.patterns)
    }
    for role in [Role.drums, .percussion, .bass] {
      #expect(parts(blend, role) == parts(trap, role))
    }
    for role in [Role.chords, .lead] { #expect(parts(blend, role) == parts(jazz, role)) }
  }

  @Test("a small share lends its melody alone")
  func smallShare() throws {
    let house = try OwnStyles.style("house")
    let jazz = try OwnStyles.style("jazz-swing")
    let blend = try #require(
      Style.blended([(style: house, weight: 0.8), (style: jazz, weight: 0.2)]))
    let chords = blend.parts.filter { $0.role == .chords }.map(\.id)
    #expect(chords == house.parts.filter { $0.role == .chords }.map(\.id))
    let lead = blend.parts.first { $0.role == .lead }
    #expect(lead?.patterns == jazz.parts.first { $0.role == .lead }?.patterns)
  }

  @Test("a style blended with itself is itself, and nothing blends to nothing")
  func edges() throws {
    let house = try OwnStyles.style("house")
    #expect(Style.blended([(style: house, weight: 2), (style: house, weight: 1)]) == house)
    #expect(Style.blended([]) == nil)
    #expect(Style.blended([(style: house, weight: 0)]) == nil)
    #expect(Style.blended([(style: house, weight: .infinity)]) == nil)
    #expect(Style.blended([(style: house, weight: -1)]) == nil)
  }

  @Test("three styles blend, and the result survives JSON")
  func three() throws {
    let styles = try ["house", "lo-fi", "synthwave"].map(OwnStyles.style)
    let blend = try #require(
      Style.blended([
        (style: styles[0], weight: 0.5), (style: styles[1], weight: 0.3),
        (style: styles[2], weight: 0.2),
      ]))
    #expect(blend.name == "house+lo-fi+synthwave")
    let total = blend.scales.reduce(0) { $0 + $1.weight }
    #expect(abs(total - 1) < 1e-9)
    let data = try JSONEncoder().encode(blend)
    #expect(try JSONDecoder().decode(Style.self, from: data) == blend)
  }
}
