package io.langsong.snmp;

import java.net.InetSocketAddress;

/** An engine of version 3 that answered there as this user, and its clock then. */
public record MetEngine(InetSocketAddress address, SnmpCredentials.User user, EngineClock clock) {}
