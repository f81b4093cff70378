/// The answer to a request that the HTTP client has sent again by itself. Nobody knows what became
/// of the first answer, so the core is told that it was lost; when the core repeats the request, it
/// gets the answer that is there, and nothing is sent.
struct RepeatedAnswer {
    private var kept: (url: String, answer: HTTPResponse)?

    /// Whether `answer` is kept for later: only once per call, and only for what HTTP clients
    /// repeat.
    mutating func keep(_ answer: HTTPResponse, to request: HTTPRequest) -> Bool {
        guard answer.wasSentAgain, request.method == "GET", kept == nil else { return false }
        kept = (request.url.absoluteString, answer)
        return true
    }

    /// The answer that was kept for this request.
    mutating func take(for request: HTTPRequest) -> HTTPResponse? {
        guard let (url, answer) = kept, url == request.url.absoluteString else { return nil }
        kept = nil
        return answer
    }
}
