import CommandLine

#if canImport(Glibc)
    import Glibc
#endif

exit(Almanac.run(Array(Swift.CommandLine.arguments.dropFirst())))
