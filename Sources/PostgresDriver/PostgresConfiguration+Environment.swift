import CLibPQ
package import Kernel

extension PostgresConfiguration {
    /// The URL as variables of the environment, as the tools of PostgreSQL take it: what stands on a command line, every user of the
    /// machine can read.
    package var environment: [String: Secret<String>] {
        guard let options = PQconninfoParse(url.expose(), nil) else { return [:] }
        defer { PQconninfoFree(options) }
        var variables: [String: Secret<String>] = [:]
        var option = options
        while option.pointee.keyword != nil {
            if let name = option.pointee.envvar, let value = option.pointee.val {
                variables[String(cString: name)] = Secret(String(cString: value))
            }
            option += 1
        }
        return variables
    }
}
