import AlmanacCore

extension Installation {
    /// The oldest SQLite that has what is used here (`STRICT` tables came with 3.37).
    package static let oldestSQLite = 3_037_000
    /// The oldest server that is tested.
    package static let oldestServer = 150_000

    private static let mebibyte: Int64 = 1 << 20
    private static let second: Int64 = 1_000_000_000
    /// The start of 2024: no right clock is before it.
    private static let oldestNow: Int64 = 1_704_067_200 * second

    /// What there is to say, in the order in which to mend it.
    package func findings() -> [Finding] {
        libraryFindings + (folder.map(findings) ?? []) + [connectionFinding].compactMap { $0 }
            + (server.map(findings) ?? []) + [clockFinding]
            + (isMissing ? [] : components.map(finding))
    }

    /// Whether there is no file yet; its tables are made with it.
    private var isMissing: Bool { folder != nil && folder?.fileMode == nil }

    private var libraryFindings: [Finding] {
        let version = Self.dotted(libraries.sqlite, [1_000_000, 1_000, 1])
        var findings = [
            libraries.sqlite >= Self.oldestSQLite
                ? Finding(.fine, "sqlite", "SQLite \(version)")
                : Finding(
                    .fault, "sqlite", "SQLite \(version) is too old",
                    remedy: "install SQLite 3.37 or later (Debian 12 has 3.40)")
        ]
        if !libraries.isThreadSafe {
            findings.append(
                Finding(
                    .fault, "sqlite", "this SQLite is built for one thread only",
                    remedy: "install the system's own libsqlite3"))
        }
        if location.dialect == .postgresql {
            findings.append(
                Finding(.fine, "libpq", "libpq \(Self.dotted(libraries.libpq, [10_000, 1]))"))
        }
        return findings
    }

    private func findings(_ folder: Folder) -> [Finding] {
        guard folder.exists else {
            return [
                Finding(
                    .warning, "folder", "\(folder.path) does not exist",
                    remedy: "mkdir -p \(folder.path), or name another database with --database")
            ]
        }
        var findings: [Finding] = []
        if !folder.isWritable || !folder.isFileWritable {
            let what = folder.isWritable ? "\(location)" : folder.path
            findings.append(
                Finding(
                    .fault, "permissions", "this user may not write \(what)",
                    remedy: "chown it to this user (its folder too: the log stands beside it)"))
        } else if folder.mode & 0o022 != 0 || (folder.fileMode ?? 0) & 0o022 != 0 {
            findings.append(
                Finding(
                    .warning, "permissions", "other users may change \(folder.path)",
                    remedy: "chmod go-w \(folder.path) \(location)"))
        } else {
            findings.append(Finding(.fine, "permissions", "\(folder.path) is this user's"))
        }
        if folder.isRemote {
            findings.append(
                Finding(
                    .fault, "disk",
                    "\(folder.path) is on another machine's disk, "
                        + "where SQLite's locks and shared memory do not work",
                    remedy: "keep the file on a local disk, or use PostgreSQL"))
        }
        findings.append(diskFinding(folder))
        return findings
    }

    private func diskFinding(_ folder: Folder) -> Finding {
        let free = folder.freeBytes / Self.mebibyte
        let remedy = "free space, or move the database (almanac archive backup and restore)"
        return switch free {
        case ..<64: Finding(.fault, "disk", "\(free) MiB are free", remedy: remedy)
        case ..<1_024: Finding(.warning, "disk", "only \(free) MiB are free", remedy: remedy)
        default: Finding(.fine, "disk", "\(free / 1_024) GiB are free")
        }
    }

    private var connectionFinding: Finding? {
        guard let failure else {
            return Finding(
                .fine, "database",
                isMissing
                    ? "the first command that writes makes \(location)" : "\(location) answers")
        }
        return Finding(
            .fault, "database", failure.message,
            remedy: failure.suggestion ?? "see what stands above")
    }

    private func findings(_ server: Server) -> [Finding] {
        let version = Self.dotted(server.version, [10_000, 1])
        var findings = [
            server.version >= Self.oldestServer
                ? Finding(.fine, "server", "PostgreSQL \(version)")
                : Finding(
                    .warning, "server", "PostgreSQL \(version) is older than any that is tested",
                    remedy: "use PostgreSQL 15 or later")
        ]
        for (name, why) in [
            ("fsync", "a crash of the machine can damage everything"),
            ("full_page_writes", "a crash of the machine can damage pages"),
            ("synchronous_commit", "what was committed can be lost"),
        ] where server.settings[name] == "off" {
            findings.append(
                Finding(
                    name == "synchronous_commit" ? .warning : .fault, "server",
                    "\(name) is off: \(why)",
                    remedy: "ALTER SYSTEM SET \(name) = on; SELECT pg_reload_conf();"))
        }
        if let encoding = server.settings["server_encoding"], encoding != "UTF8" {
            findings.append(
                Finding(
                    .fault, "server", "the database's encoding is \(encoding)",
                    remedy: "CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0"))
        }
        if !server.mayCreate {
            findings.append(
                Finding(
                    .fault, "permissions", "the user may not make tables in its schema",
                    remedy: "GRANT CREATE, USAGE ON SCHEMA public TO the user"))
        }
        let apart = abs(server.now - now) / Self.second
        if apart >= 2 {
            findings.append(
                Finding(
                    apart >= 60 ? .fault : .warning, "clock",
                    "the server's clock is \(apart) s away from this machine's",
                    remedy: "synchronise both clocks (systemd-timesyncd or chrony)"))
        }
        return findings
    }

    private var clockFinding: Finding {
        let remedy = "set the clock (timedatectl set-ntp true)"
        if now < Self.oldestNow {
            return Finding(.fault, "clock", "this machine's clock is years behind", remedy: remedy)
        }
        if let lastKnown, lastKnown > now + 60 * Self.second {
            let ahead = (lastKnown - now) / Self.second
            return Finding(
                .fault, "clock", "the database knows of a moment \(ahead) s after this clock's now",
                remedy: remedy)
        }
        return Finding(.fine, "clock", "the clock is not behind what the database knows")
    }

    private func finding(_ component: Component) -> Finding {
        switch component.state {
        case .current: Finding(.fine, "schema", "the tables of \(component.name) are current")
        case .behind(let count):
            Finding(
                .warning, "schema",
                count == 1
                    ? "a step of \(component.name) is not applied yet"
                    : "\(count) steps of \(component.name) are not applied yet",
                remedy: "any command that writes applies them, such as almanac run --once")
        case .unusable(let message):
            Finding(
                .fault, "schema", message,
                remedy: "use the version of almanac that made this database, or a newer one")
        }
    }

    /// A version number with dots, from one number and the weights of its parts.
    private static func dotted(_ number: Int, _ weights: [Int]) -> String {
        var rest = number
        return weights.map { weight in
            defer { rest %= weight }
            return String(rest / weight)
        }.joined(separator: ".")
    }
}
