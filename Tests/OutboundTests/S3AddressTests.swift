import Kernel
import Outbound
import Testing

@Suite("The address of a bucket")
struct S3AddressTests {
    private func address(_ text: String) -> S3Address? {
        S3Address(text, keyID: "AKIAIOSFODNN7EXAMPLE", secretKey: Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"))
    }

    @Test("Bucket, endpoint and options")
    func whole() throws {
        let plain = try #require(address("s3://my-files?endpoint=https://s3.example:9000"))
        #expect(plain.isSecure && plain.endpoint == "s3.example:9000" && plain.bucket == "my-files")
        #expect(plain.region == "us-east-1" && plain.style == .path && plain.staging == "var/incoming")
        let more = try #require(
            address("s3://files?endpoint=http%3A%2F%2F[::1]:9000/&region=eu-west-1&style=host&staging=%2Fvar%2Fin"))
        #expect(!more.isSecure && more.endpoint == "[::1]:9000")
        #expect(more.region == "eu-west-1" && more.style == .host && more.staging == "/var/in")
        let amazon = try #require(address("s3://files?region=eu-west-1"))
        #expect(amazon.isSecure && amazon.endpoint == "s3.eu-west-1.amazonaws.com")
    }

    @Test(
        "What is incomplete or unknown is refused",
        arguments: [
            "", "s3:", "s3://", "s3://Bucket", "s3://ab", "s3://a:b@bucket", "s3://bucket/folder", "s3://bucket?x=y",
            "s3://bucket?style=other", "s3://bucket?region=a&region=b", "s3://bucket?endpoint=", "file:var/files",
            "s3://bucket?endpoint=s3.example", "s3://bucket?endpoint=ftp://s3.example",
            "s3://bucket?endpoint=https://a:b@s3.example", "s3://bucket?endpoint=https://s3.example/path",
            "s3://bucket?endpoint=https://[::1]x443", "s3://bucket?region=a/b", "s3:https://a:b@h/bucket",
        ])
    func refused(_ text: String) { #expect(address(text) == nil) }

    /// The request of the guide "Authenticating requests: AWS Signature Version 4" with the headers that we sign, computed with
    /// botocore.
    @Test("A signature is that of another implementation")
    func signature() throws {
        let address = try #require(
            self.address("s3://files-of-a?endpoint=https://s3.example&region=eu-west-1"))
        let payload = TokenDigest(of: [] as [UInt8]).hex
        let headers = S3Signature(address).headers(
            "GET", "/files-of-a/abc-def", payload: payload, at: Timestamp(seconds: 1_795_269_900))
        #expect(headers.first { $0.name == "x-amz-date" }?.value == "20261121T140500Z")
        #expect(
            headers.first { $0.name == "Authorization" }?.value
                == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261121/eu-west-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=f8ada6e4e7f0f8eea8144f423e5b54da028257023c1c196853c407f541e3dc5f"
        )
    }
}
