import Networking
import Testing

/// Which addresses are read, and which may be reached.
@Suite struct AddressTests {
    @Test(
        "an address is read in every form that RFC 4291 gives it",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("::", "0:0:0:0:0:0:0:0"), ("::1", "0:0:0:0:0:0:0:1"),
            ("2001:db8::8:800:200c:417a", "2001:db8:0:0:8:800:200c:417a"),
            ("[fe80::1%eth0]", "fe80:0:0:0:0:0:0:1"),
            ("::ffff:10.0.0.1", "0:0:0:0:0:ffff:a00:1"),
            ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1::", "1:0:0:0:0:0:0:0"),
        ])
    func reads(_ text: String, _ expected: String) {
        #expect(IPAddress(text)?.description == expected)
    }

    @Test(
        "what is no address is not read",
        arguments: [
            "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "0x7f.0.0.1", "1..2.3", "a.b.c.d",
            ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "::1::", "g::", "::+1",
            "1.2.3.4:80", "2130706433",
        ])
    func refuses(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(
        "what is not of the public internet is refused, in every form it can be written",
        arguments: [
            "127.0.0.1", "127.255.255.255", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255",
            "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "224.0.0.1",
            "255.255.255.255", "198.18.0.1", "192.0.2.5", "::", "::1", "fe80::1", "fc00::1",
            "fd00:ec2::254", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
            "::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::",
            "2001:0:0:0:0:0:80ff:fffe", "fec0::1", "100::1",
        ])
    func guards(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(AddressGuard().refusal(of: address) != nil)
    }

    @Test(
        "what is public is let through",
        arguments: [
            "1.1.1.1", "8.8.8.8", "172.32.0.1", "172.15.255.255", "100.128.0.1", "192.167.255.255",
            "223.255.255.255", "2606:4700:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8", "2002:808:808::",
        ])
    func lets(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(AddressGuard().refusal(of: address) == nil)
    }

    @Test("a range that is allowed is let through, and nothing beside it")
    func allows() throws {
        let guardian = AddressGuard(allowing: [try #require(IPNetwork("127.0.0.0/30"))])
        #expect(guardian.refusal(of: try #require(IPAddress("127.0.0.3"))) == nil)
        #expect(guardian.refusal(of: try #require(IPAddress("127.0.0.4"))) != nil)
        #expect(guardian.refusal(of: try #require(IPAddress("10.0.0.1"))) != nil)
    }

    @Test(
        "a range is an address with a number of bits", arguments: ["1.2.3.4/33", "::/129", "x", ""])
    func badRanges(_ text: String) {
        #expect(IPNetwork(text) == nil)
    }
}
