package import HTTPTypes

extension ServerUnderTest {
    /// Shows the watchers an answer that the server would never give, to see whether they are awake.
    package func pretend(
        _ uri: String, _ status: HTTPResponse.Status, _ headers: HTTPFields, _ body: String,
        to method: HTTPRequest.Method = .post
    ) async {
        await watchedClient.look(at: Answer(status: status, headers: headers, body: body), to: method, uri)
    }
}
