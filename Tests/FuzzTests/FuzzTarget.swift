import Kernel
import OAuth
import Web

/// A parser of something that strangers send, with what must be true of it whatever they send.
///
/// `fault` is asked by the bounded test beside this file and by libFuzzer (`scripts/fuzz.sh`). Not to crash is half of it; the
/// other half is that nothing has two readings.
public enum FuzzTarget: String, CaseIterable, Sendable {
    case form, json, basic, bearer, redirect, forwarded, scope, jws, multipart, stream, metadata, clientid, message

    /// What is wrong, or nil.
    public func fault(_ bytes: [UInt8]) -> String? {
        switch self {
        case .form: FormChecks.fault(bytes)
        case .json: JSONChecks.fault(bytes)
        case .basic: HeaderChecks.basicFault(Self.headerText(bytes))
        case .bearer: HeaderChecks.bearerFault(Self.headerText(bytes))
        case .redirect: RedirectChecks.fault(String(decoding: bytes, as: UTF8.self))
        case .forwarded: HeaderChecks.forwardedFault(Self.headerText(bytes))
        case .scope: ScopeChecks.fault(String(decoding: bytes, as: UTF8.self))
        case .multipart: MultipartChecks.fault(bytes)
        case .stream: MultipartChecks.streamFault(bytes)
        case .metadata: MetadataChecks.fault(bytes)
        case .clientid: ClientIDChecks.fault(String(decoding: bytes, as: UTF8.self))
        case .message: HTMLChecks.fault(String(decoding: bytes, as: UTF8.self))
        case .jws: SignatureChecks.fault(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Where mutation starts: what honest clients send, and known tricks.
    public var seeds: [String] {
        switch self {
        case .form:
            [
                "grant_type=authorization_code&code=vdr_code_x&redirect_uri=https%3A%2F%2Fapp1.example%2Fcb",
                "a=b&a=c&&=&=x&y", "scope=a+b%20c&state=%C3%A9", "%", "%zz=1", "a%00=b", "client_id[]=x",
            ]
        case .json:
            [
                #"{"grant_type":"refresh_token","refresh_token":"x","scope":"a b"}"#, #"{"a":"\ud83d\ude00\u00e9"}"#,
                #"{"code":null,"extra":{"a":[1,2.5e3,true]}}"#, #"{"a":"b","a":"c"}"#, #"[{"a":{}}]"#, "\"x\"",
                "-0.1e+2",
            ]
        case .basic:
            [
                "Basic YXBwXzAwMDAwMDAwMDAwMDAwMDAwMDAwOnNlY3JldA==", "basic YTpi", "Basic YSUyNjpiKys=", "Basic",
                "Bearer x",
                "Basic YTo=",
            ]
        case .bearer:
            ["Bearer vdr_at_000000000000000000000000000000abcdef", "bearer  x", "BEARER\tx", "Basic x", "Bearer", ""]
        case .redirect:
            RedirectChecks.registered + [
                "http://127.0.0.1:80@evil.example/cb", "javascript:alert(1)", "https://app1.example/cb?x=1?",
                "https://app1.example/cb?", "https://app1.example/cb?x=1&",
            ]
        case .forwarded:
            [
                "for=192.0.2.60;proto=http;by=203.0.113.43", "for=\"[2001:db8::17]:4711\", for=10.0.0.2",
                "203.0.113.7, 10.0.0.3",
                "unknown, _hidden", "for=;for=10.0.0.1", "::ffff:192.0.2.1",
            ]
        case .scope: ["customers.read invoices.read", "customers.read", "customers.write  ", "Customers.read"]
        case .jws: [SignatureChecks.token]
        case .metadata: MetadataChecks.seeds
        case .clientid: ClientIDChecks.seeds
        case .message:
            [
                "<p>Hi <a href=\"https://a.nl/?x&y\" onclick=x>there</a></p>", "<b>x<script>y</script><!-- z --></b>",
                "a < b & c\r\nd", "<ul><li>1<li>2</ul>", "<a href=' java&#115;cript:x'>", "<b><i></b></i><br/>",
                "</p><",
            ]
        case .multipart, .stream:
            [
                "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n--x\r\n"
                    + "Content-Disposition: form-data; name=\"logo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
                    + "\u{89}PNG\r\n--x--\r\n",
                "--x\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n\r\n--x--", "--x--\r\n",
                "--x\r\n\r\n\r\n--x--",
                "multipart/form-data; boundary=\"y\"\0--y\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--y--",
            ]
        }
    }

    /// What can stand in a header field at all: the server below refuses the rest.
    private static func headerText(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.filter { $0 != 0 && $0 != 10 && $0 != 13 }, as: UTF8.self)
    }
}
