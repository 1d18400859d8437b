package io.langsong.command;

import io.langsong.snmp.SnmpCredentials;
import io.langsong.snmp.SnmpTarget;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * A device to ask.
 *
 * @param address as given: an IPv4 or IPv6 address or a host name
 * @param profile name of the profile to use; empty to find it out
 */
record Target(String address, int port, SnmpCredentials credentials, String profile) {

    Target {
        if (port < 1 || port > 65535) {
            throw new InputException("port is a number from 1 to 65535, not " + port);
        }
        // The JDK would take 127.1 and 300 for addresses.
        boolean numeric = address.matches("[0-9.]*");
        boolean ipv4 = address.matches("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
        if (address.isBlank() || (numeric && !ipv4)) {
            throw new InputException(
                    "\"" + address + "\" is no address; give one like 10.4.2.1, 2001:db8::1 or a host name");
        }
        if (isOfNobody(address)) {
            throw new InputException("\"" + address + "\" is not the address of one device; give the device's own");
        }
    }

    /** Literals only; they are parsed, not looked up. */
    private static boolean isOfNobody(String address) {
        if (!address.matches("[0-9.]+") && !address.contains(":")) {
            return false;
        }
        try {
            InetAddress parsed = InetAddress.getByName(address);
            return parsed.isAnyLocalAddress() || parsed.isMulticastAddress() || address.equals("255.255.255.255");
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    /**
     * @param maxRepetitions 0 walks with GETNEXT
     * @throws UnknownHostException when the name is not known
     */
    SnmpTarget resolve(Duration timeout, int retries, int maxRepetitions, int maxVarBinds) throws UnknownHostException {
        return new SnmpTarget(
                new InetSocketAddress(InetAddress.getByName(address), port),
                credentials,
                timeout,
                retries,
                maxRepetitions,
                maxVarBinds);
    }
}
