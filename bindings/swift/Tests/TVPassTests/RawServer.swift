import Foundation

/// A server on 127.0.0.1 that does with each request what the test says, and notices when a client
/// hangs up. It keeps connections alive, and ends when this object does.
final class RawServer: Sendable {
    /// What it does with a request.
    enum Reply: Sendable {
        case nothing
        case answer(String)
        /// No byte of an answer: the connection is reset, or ended in order.
        case lost(reset: Bool)
    }

    let url: URL
    private let listener: Int32
    private let heads = Box<[String]>([])
    private let hangUps = Box(0)

    init(_ reply: @escaping @Sendable (_ head: String) -> Reply = { _ in .nothing }) throws {
        #if os(Linux)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        let listener = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 8) == 0 && getsockname(listener, address, &length) == 0
            }
        }
        guard isListening, let url = URL(string: "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))") else {
            throw Sandbox.Problem("no listening socket: errno \(errno)")
        }
        self.url = url
        self.listener = listener
        let (heads, hangUps) = (heads, hangUps)
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                if connection < 0 { return }
                Thread.detachNewThread {
                    var text = ""
                    var bytes = [UInt8](repeating: 0, count: 4096)
                    while case let count = read(connection, &bytes, bytes.count), count > 0 {
                        text += String(decoding: bytes.prefix(count), as: UTF8.self)
                        if let end = text.range(of: "\r\n\r\n") {
                            let head = String(text[..<end.lowerBound])
                            heads.change { $0.append(head) }
                            text = ""
                            switch reply(head) {
                            case .nothing: break
                            case .answer(let answer): _ = answer.utf8CString.withUnsafeBytes { write(connection, $0.baseAddress, $0.count - 1) }
                            case .lost(let reset):
                                var linger = linger(l_onoff: reset ? 1 : 0, l_linger: 0)
                                setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
                                close(connection)
                                return
                            }
                        }
                    }
                    close(connection)
                    hangUps.change { $0 += 1 }
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// The heads of the requests, in the order in which they came.
    var requests: [String] { heads.value }

    /// How many connections their clients have closed.
    var closedByClients: Int { hangUps.value }
}

/// Waits until something holds that another thread or process brings about. On a busy machine that
/// may take long.
func eventually(
    _ what: String, isolation: isolated (any Actor)? = #isolation, _ holds: () async throws -> Bool
) async throws {
    let end = Date().addingTimeInterval(30)
    while !(try await holds()) {
        if Date() > end { throw Sandbox.Problem("not after 30 seconds: \(what)") }
        try await Task.sleep(nanoseconds: 20_000_000)
    }
}
