import Kernel

/// The signature for the portal's company has another name in 1.0.0 where it is sent (contract api-v1, 7). It is answered alike in
/// both.
enum SignatureFieldName {
    static func sent(in version: APIVersion) -> String {
        version >= .v110 ? "signerSignature" : "signerSignatureData"
    }
}
