import Foundation
import Testing

@Suite("Description of the interface") struct OpenAPITests {
  @Test("what OpenAPI describes is what the server answers to, and nothing else")
  func routes() async throws {
    let running = try await RunningStudio()
    let described = try await running.ask("GET", "/api/openapi.json")
    #expect(described.status == 200)
    let paths = try #require(described.object["paths"] as? [String: [String: Any]])
    let verbs: Set = ["get", "post", "put", "patch", "delete"]
    let listed = Set(
      paths.flatMap { path, operations in
        operations.keys.filter(verbs.contains).map { "\($0.uppercased()) \(path)" }
      })
    #expect(listed == Set(running.routes))
  }
}
