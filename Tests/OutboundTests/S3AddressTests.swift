import Kernel
import Outbound
import Testing

@Suite("The address of a bucket")
struct S3AddressTests {
    @Test("endpoint, bucket, key and options")
    func whole() throws {
        let plain = try #require(S3Address("s3:https://AKIA:se%2Fcret%40@s3.example:9000/my-files"))
        #expect(plain.isSecure && plain.endpoint == "s3.example:9000" && plain.bucket == "my-files")
        #expect(plain.keyID == "AKIA" && plain.secretKey.expose() == "se/cret@")
        #expect(plain.region == "us-east-1" && plain.style == .path && plain.staging == "var/incoming")
        let more = try #require(
            S3Address("s3:http://a:b@[::1]:9000/files?region=eu-west-1&style=host&staging=%2Fvar%2Fin"))
        #expect(!more.isSecure && more.region == "eu-west-1" && more.style == .host && more.staging == "/var/in")
    }

    @Test(
        "What is incomplete or unknown is refused",
        arguments: [
            "", "s3:", "s3://a:b@h/bucket", "s3:https://h/bucket", "s3:https://a@h/bucket", "s3:https://:b@h/bucket",
            "s3:https://a:@h/bucket", "s3:https://a:b@/bucket", "s3:https://a:b@h/", "s3:https://a:b@h/b/c",
            "s3:https://a:b@h/Bucket", "s3:https://a:b@h/ab", "s3:https://a:b@h/bucket?x=y",
            "s3:https://a:b@h/bucket?style=other", "s3:https://a:b@h/bucket?region=a&region=b", "file:var/files",
            "s3:https://a:%zz@h/bucket",
        ])
    func refused(_ text: String) { #expect(S3Address(text) == nil) }

    /// The request of the guide "Authenticating requests: AWS Signature Version 4" with the headers that we sign, computed with
    /// botocore.
    @Test("A signature is that of another implementation")
    func signature() throws {
        let address = try #require(
            S3Address(
                "s3:https://AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI%2FK7MDENG%2FbPxRfiCYEXAMPLEKEY@s3.example/files-of-a?region=eu-west-1"
            ))
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
