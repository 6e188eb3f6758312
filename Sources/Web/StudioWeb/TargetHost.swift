import NIOCore
import NIOHTTP1

/// Lets the host in a request's target count where the target names one: what stands in `Host` is then
/// ignored (RFC 9112, 3.2.2).
///
/// Stands behind the decoder of HTTP/1.1, where the target is still as it was sent.
final class TargetHost: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var part = unwrapInboundIn(data)
    if case .head(var head) = part, let host = Self.host(in: head.uri) {
      head.headers.replaceOrAdd(name: "Host", value: host)
      part = .head(head)
    }
    context.fireChannelRead(wrapInboundOut(part))
  }

  /// The host that a target names, empty where it names none that can be read; nil for a path or an
  /// asterisk alone.
  static func host(in target: String) -> String? {
    guard !target.hasPrefix("/"), target != "*" else { return nil }
    guard let slashes = target.firstRange(of: "://") else { return "" }
    return String(target[slashes.upperBound...].prefix { !"/?#".contains($0) })
  }
}

/// Puts a `TargetHost` behind the decoder of a connection; what comes later passes through.
final class TargetHostPlacing: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  func handlerAdded(context: ChannelHandlerContext) {
    let pipeline = context.pipeline.syncOperations
    do {
      let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
      try pipeline.addHandler(TargetHost(), position: .after(decoder))
    } catch {
      // Without it a connection would be served by its `Host`: rather none.
      context.close(promise: nil)
    }
  }
}
