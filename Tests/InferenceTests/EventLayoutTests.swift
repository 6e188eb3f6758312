import Inference
import Testing

@Suite struct EventLayoutTests {
  @Test("the shared vocabulary is read")
  func vocabulary() throws {
    let layout = try Fixture.layout()
    #expect(layout.fields.count == 27)
    #expect(layout.fields[0].name == "type")
    #expect(layout.rows == layout.fields.reduce(0) { $0 + $1.size })
    #expect(layout.offsets[1] == layout.fields[0].size)
    let names = layout.kinds[7].predicted.map { layout.fields[$0].name }
    #expect(
      names == ["beat", "tick", "pitch", "lengthBeats", "lengthTicks", "velocity", "micro"])
    #expect(layout.kinds[7].given.map { layout.fields[$0].name } == ["root", "kind"])
    #expect(layout.fields[layout.givenAfter].name == "tick")
    #expect(layout.kinds[0].predicted.isEmpty)
  }
}
