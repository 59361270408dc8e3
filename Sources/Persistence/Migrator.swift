package import Kernel

/// Brings a database to the schema of this release: every step once, in order, each in a transaction of its own.
///
/// Nodes that start together need no lease. A step's first statement inserts its row into `schema_migrations`, and the primary
/// key makes everybody else wait for that transaction: they then find the step done, or do it if it was rolled back.
package struct Migrator: Sendable {
    package enum Progress: Sendable {
        case applying(Migration)
        case applied(Migration)
        /// Somebody else holds a lock that this step needs, most likely for the same step.
        case waiting(Migration)
    }

    package struct Step: Sendable {
        package let migration: Migration
        /// Nil while it is pending.
        package let appliedAt: Timestamp?
    }

    private let migrations: [Migration]
    private let database: any SQLDatabase

    package init(_ migrations: [Migration], on database: any SQLDatabase) {
        (self.migrations, self.database) = (migrations, database)
    }

    /// Every step with the time it was applied. Writes nothing.
    package func status() async throws(MigrationError) -> [Step] {
        let applied = try await applied()
        try check(applied)
        return migrations.map { Step(migration: $0, appliedAt: applied[$0.version]?.at) }
    }

    /// Applies what is pending. A node that finds another one at work waits up to `patience` for it.
    package func migrate(
        now: Timestamp, patience: Duration = .seconds(600), progress: @Sendable (Progress) -> Void = { _ in }
    ) async throws(MigrationError) {
        try await createTable()
        let deadline = ContinuousClock.now + patience
        while let next = try await status().first(where: { $0.appliedAt == nil })?.migration {
            do {
                progress(.applying(next))
                // False: another node was first. The next round checks that it did the same.
                if try await apply(next, at: now) { progress(.applied(next)) }
            } catch .conflict where ContinuousClock.now < deadline {
                progress(.waiting(next))
                try? await Task.sleep(for: .milliseconds(250))
            } catch {
                throw .failed(version: next.version, name: next.name, cause: error)
            }
        }
    }

    // MARK: - Steps

    private func apply(_ migration: Migration, at now: Timestamp) async throws(StorageError) -> Bool {
        let dialect = database.dialect
        return try await database.write { connection throws(StorageError) -> Bool in
            for limit in dialect.liftingTimeLimits { _ = try connection.rows(limit) }
            let inserted = try connection.execute(
                """
                INSERT INTO schema_migrations (version, name, checksum, applied_at)
                VALUES (\(migration.version), \(migration.name), \(migration.checksum(for: dialect)), \(now))
                ON CONFLICT (version) DO NOTHING
                """)
            guard inserted == 1 else { return false }
            for text in migration.statements(for: dialect) { try connection.execute(SQL(stringLiteral: text)) }
            return true
        }
    }

    // MARK: - The record of steps

    private struct Applied {
        let name: String
        let checksum: String
        let at: Timestamp
    }

    /// Refuses a database that was migrated with other steps than ours.
    private func check(_ applied: [Int: Applied]) throws(MigrationError) {
        for (migration, next) in zip(migrations, migrations.dropFirst()) where migration.version >= next.version {
            throw .outOfOrder(version: next.version, name: next.name)
        }
        let known = Set(migrations.map(\.version))
        for (version, step) in applied.sorted(by: { $0.key < $1.key }) where !known.contains(version) {
            throw .fromTheFuture(version: version, name: step.name)
        }
        let latest = applied.keys.max() ?? .min
        for migration in migrations {
            guard let step = applied[migration.version] else {
                guard migration.version > latest else {
                    throw .outOfOrder(version: migration.version, name: migration.name)
                }
                continue
            }
            guard step.checksum == migration.checksum(for: database.dialect) else {
                throw .changed(version: migration.version, name: migration.name)
            }
        }
    }

    private func applied() async throws(MigrationError) -> [Int: Applied] {
        do {
            guard try await tableExists() else { return [:] }
            var applied: [Int: Applied] = [:]
            for row in try await database.rows("SELECT version, name, checksum, applied_at FROM schema_migrations") {
                applied[try row.int("version")] = Applied(
                    name: try row.text("name"), checksum: try row.text("checksum"), at: try row.timestamp("applied_at"))
            }
            return applied
        } catch {
            throw .storage(error)
        }
    }

    private func createTable() async throws(MigrationError) {
        var attempts = 0
        while true {
            do {
                guard try await !tableExists() else { return }
                _ = try await database.write { connection throws(StorageError) in
                    try connection.execute(
                        """
                        CREATE TABLE IF NOT EXISTS schema_migrations (
                            version BIGINT NOT NULL,
                            name TEXT NOT NULL,
                            checksum TEXT NOT NULL,
                            applied_at BIGINT NOT NULL,
                            CONSTRAINT schema_migrations_pkey PRIMARY KEY (version)
                        )
                        """)
                }
            } catch {
                // PostgreSQL's IF NOT EXISTS does not look into other transactions: the second of two nodes gets an error.
                attempts += 1
                guard attempts < 5 else { throw .storage(error) }
                try? await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    private func tableExists() async throws(StorageError) -> Bool {
        try await database.first(database.dialect.tableCount(named: "schema_migrations"))?.int("n") == 1
    }
}

extension Migration {
    /// What is recorded of a step, to notice that it was edited afterwards.
    package func checksum(for dialect: Dialect) -> String {
        TokenDigest(of: statements(for: dialect).joined(separator: ";\n")).hex
    }
}
