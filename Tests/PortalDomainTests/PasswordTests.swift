import Kernel
import TestSupport
import Testing

@testable import PortalDomain

@Suite("Passwords (contract O70, section 3)", .timeLimit(.minutes(1)))
struct PasswordTests {
    static let longest = String(String(repeating: "a long one, ", count: 86).prefix(1024))
    static let cheap = PasswordHash.Cost(logN: 4, blockSize: 1)

    @Test("at least 10 characters, at most 1,024 bytes, none of the common ones")
    func rules() {
        #expect(throws: Password.Fault.short) { try Password("123456789") }
        #expect(throws: Password.Fault.short) { try Password("éééééé") }
        #expect(throws: Never.self) { try Password("éèêëïîôûùç") }
        #expect(throws: Password.Fault.long) { try Password(String(repeating: "x", count: 1025)) }
        #expect(throws: Never.self) { try Password(Self.longest) }
        for common in [
            "1234567890", "Password123", "QWERTYUIOP", "wachtwoord", "Welkom2025!", "iloveyou123", "feyenoord1",
        ] {
            #expect(throws: Password.Fault.common) { try Password(common) }
        }
        #expect(throws: Never.self) { try Password("correct horse battery staple") }
    }

    @Test("the list of common passwords is large, sorted, and found from its first word to its last")
    func list() {
        let words = String(describing: CommonPasswordList.text).split { $0 == " " || $0 == "\n" }
        #expect(words.count > 30_000)
        #expect(zip(words, words.dropFirst()).allSatisfy { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        for word in [words[0], words[words.count - 1]] + stride(from: 0, to: words.count, by: 997).map({ words[$0] }) {
            #expect(CommonPasswords.contain(String(word)), "\(word)")
        }
    }

    @Test(
        "a common word is not made good by what everybody puts around it",
        arguments: [
            "Welkom2027!", "P@ssw0rd2027", "1234dragon!", "!!Amsterdam!!", "sunshine99", "aaaaaaaaaaaa", "abcabcabcabc",
            "dragondragon", "Zomer2031!", "f00tball!!",
        ])
    func decorated(password: String) {
        #expect(throws: Password.Fault.common) { try Password(password) }
    }

    @Test(
        "a long password is good also with a common word in it",
        arguments: ["dragon feeds seven owls", "9482716350kitten", "welkom-bij-ons-thuis", "xk7-dragon-q2m"])
    func uncommon(password: String) {
        #expect(throws: Never.self) { try Password(password) }
    }

    @Test("RFC 7914 §12: the test vector, so that others can read our hashes")
    func vector() throws {
        // scrypt("pleaseletmein", "SodiumChloride", N=16384, r=8, p=1), first 32 of 64 bytes.
        let hash = PasswordHash(of: Secret("pleaseletmein"), salt: Array("SodiumChloride".utf8), cost: .init(logN: 14))
        let bytes = try #require(Base64.decodeURL(hash.stored.split(separator: "$")[3].utf8))
        #expect(Hex.text(bytes) == "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2")
    }

    @Test("the standard cost: N = 2^17, r = 8, p = 1, and memory enough for it")
    func standard() async throws {
        let hasher = PasswordHasher(ambient: .system())
        let hash = try await hasher.hash(Password("correct horse battery staple"))
        let parts = hash.stored.split(separator: "$", omittingEmptySubsequences: false)
        #expect(parts[2] == "ln=17,r=8,p=1")
        #expect(Base64.decodeURL(parts[4].utf8)?.count == 32)
        await hasher.close()
    }

    @Test("parameters travel with the hash; nothing is cut off; equal passwords have different hashes")
    func hashing() async throws {
        let hasher = PasswordHasher(ambient: .system(), cost: Self.cheap)
        let password = try Password("correct horse battery staple")
        let hash = try await hasher.hash(password)
        #expect(hash.stored.hasPrefix("$scrypt$ln=4,r=1,p=1$"))
        let read = try #require(PasswordHash(stored: hash.stored))
        #expect(read == hash)
        #expect(try await hasher.verify(password.secret, against: read))
        #expect(try await hasher.verify(Secret("correct horse battery stapl"), against: read) == false)
        #expect(try await hasher.verify(Secret("correct horse battery staple "), against: read) == false)
        #expect(try await hasher.verify(Secret(""), against: read) == false)
        #expect(try await hasher.verify(password.secret, against: nil) == false)
        #expect(try await hasher.hash(password).stored != hash.stored)
        let long = Self.longest
        let longHash = try await hasher.hash(Password(long))
        #expect(try await hasher.verify(Secret(String(long.dropLast())), against: longHash) == false)
        #expect(try await hasher.verify(Secret(long + "x"), against: longHash) == false)
        #expect(try await hasher.verify(Secret(long), against: longHash))
        await hasher.close()
    }

    @Test(
        "columns of another form are no hash",
        arguments: [
            "", "$scrypt$", "$bcrypt$x$y$z", "$scrypt$ln=99,r=8,p=1$a$b", "$scrypt$ln=17,r=8$a$b", "plain",
            "$scrypt$ln=17,r=8,p=1$a",
        ])
    func foreign(text: String) { #expect(PasswordHash(stored: text) == nil) }

    @Test("a full queue says so, and empties again")
    func busy() async throws {
        let hasher = PasswordHasher(ambient: .system(), cost: .init(logN: 12), threads: 1, waiting: 2)
        let password = try Password("correct horse battery staple")
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<12 {
                group.addTask { do { _ = try await hasher.hash(password); return true } catch { return false } }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.contains(true))
        #expect(outcomes.contains(false))
        #expect(try await hasher.verify(password.secret, against: hasher.hash(password)))
        await hasher.close()
        await #expect(throws: PasswordHasher.Busy.self) { try await hasher.hash(password) }
    }
}
