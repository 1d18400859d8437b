package io.langsong.discovery;

import io.langsong.discovery.DiscoveryRefused.Fault;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses to look at: {@code 10.20.0.0/24}, {@code 10.20.1.10-10.20.1.60}, {@code 10.20.1.10-60}, {@code 10.20.2.1},
 * {@code 2001:db8::/120}, {@code 2001:db8::5}. Nothing is looked up by name. Immutable.
 *
 * @param texts as they were given
 * @param addresses each once, in the order of the ranges; of an IPv4 network without its own and its broadcast address
 */
public record AddressRanges(List<String> texts, List<InetAddress> addresses) {
    /** Most addresses of one scan. */
    public static final int MOST = 65_536;

    private static final int MOST_RANGES = 256;
    private static final int LONGEST_RANGE = 100;
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";
    private static final Pattern ADDRESS = Pattern.compile(IPV4);
    private static final Pattern NETWORK = Pattern.compile("(" + IPV4 + ")/(3[0-2]|[12]?[0-9])");
    private static final Pattern SPAN = Pattern.compile("(" + IPV4 + ")\\s*-\\s*(" + IPV4 + "|" + OCTET + ")");
    private static final Pattern IPV6 =
            Pattern.compile("([0-9a-fA-F:]*:[0-9a-fA-F:.]*)(?:/(12[0-8]|1[01][0-9]|[0-9]{1,2}))?");
    private static final int SHORTEST_PREFIX = 112;

    public AddressRanges {
        texts = List.copyOf(texts);
        addresses = List.copyOf(addresses);
    }

    /** @param text ranges with blanks, commas or line breaks between them */
    public static AddressRanges parse(String text) {
        return parse(Arrays.stream(text.replaceAll("\\s*-\\s*", "-").split("[\\s,;]+"))
                .filter(one -> !one.isEmpty())
                .toList());
    }

    /** @throws DiscoveryRefused with the first range that is none, or when they are too many together */
    public static AddressRanges parse(Collection<String> ranges) {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        List<String> texts = new ArrayList<>();
        long count = 0;
        for (String given : ranges) {
            String range = given.strip();
            Range read = range.length() > LONGEST_RANGE ? null : read(range);
            if (read == null) {
                throw new DiscoveryRefused("ranges", given, Fault.NOT_A_RANGE);
            }
            count += read.count();
            if (count > MOST || texts.size() == MOST_RANGES) {
                throw new DiscoveryRefused("ranges", given, Fault.TOO_MANY_ADDRESSES, MOST);
            }
            read.into(addresses);
            texts.add(range);
        }
        if (texts.isEmpty()) {
            throw new DiscoveryRefused("ranges", null, Fault.NO_RANGE);
        }
        return new AddressRanges(texts, List.copyOf(addresses));
    }

    private record Range(String text, BigInteger first, int octets, long count) {
        void into(Set<InetAddress> addresses) {
            for (long i = 0; i < count; i++) {
                InetAddress address = address(first.add(BigInteger.valueOf(i)), octets);
                if (address.isAnyLocalAddress() || address.isMulticastAddress() || isReserved(address)) {
                    throw new DiscoveryRefused("ranges", text, Fault.NOT_OF_DEVICES);
                }
                addresses.add(address);
            }
        }

        /** 0.0.0.0/8 and 240.0.0.0/4 are no addresses of devices (RFC 6890). */
        private static boolean isReserved(InetAddress address) {
            int first = address.getAddress()[0] & 0xff;
            return address.getAddress().length == 4 && (first == 0 || first >= 240);
        }
    }

    private static @Nullable Range read(String range) {
        Matcher network = NETWORK.matcher(range);
        if (network.matches()) {
            return network(range, network.group(1), Integer.parseInt(network.group(2)));
        }
        Matcher span = SPAN.matcher(range);
        if (span.matches()) {
            String first = span.group(1);
            String last = span.group(2).contains(".")
                    ? span.group(2)
                    : first.substring(0, first.lastIndexOf('.') + 1) + span.group(2);
            BigInteger from = number(literal(first));
            long count = number(literal(last)).subtract(from).longValueExact() + 1;
            if (count < 1) {
                throw new DiscoveryRefused("ranges", range, Fault.BACKWARDS);
            }
            return new Range(range, from, 4, count);
        }
        if (ADDRESS.matcher(range).matches()) {
            return new Range(range, number(literal(range)), 4, 1);
        }
        Matcher six = IPV6.matcher(range);
        return six.matches() ? six(range, six.group(1), six.group(2)) : null;
    }

    private static Range network(String range, String address, int prefix) {
        BigInteger size = BigInteger.ONE.shiftLeft(32 - prefix);
        BigInteger first = number(literal(address)).divide(size).multiply(size);
        // RFC 3021: a network of two addresses has neither its own nor a broadcast address.
        boolean ends = prefix <= 30;
        return new Range(range, ends ? first.add(BigInteger.ONE) : first, 4, size.longValueExact() - (ends ? 2 : 0));
    }

    private static @Nullable Range six(String range, String text, @Nullable String prefix) {
        InetAddress address = literalOrNull(text);
        if (address == null || address.getAddress().length != 16) {
            return null;
        }
        int length = prefix == null ? 128 : Integer.parseInt(prefix);
        if (length < SHORTEST_PREFIX) {
            throw new DiscoveryRefused("ranges", range, Fault.TOO_MANY_ADDRESSES, MOST);
        }
        BigInteger size = BigInteger.ONE.shiftLeft(128 - length);
        return new Range(range, number(address).divide(size).multiply(size), 16, size.longValueExact());
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    private static InetAddress literal(String address) {
        InetAddress found = literalOrNull(address);
        if (found == null) {
            throw new IllegalStateException("A pattern let through what is no address: " + address);
        }
        return found;
    }

    /** Parsed, never looked up: the callers pass nothing that could be a name. */
    private static @Nullable InetAddress literalOrNull(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException notAnAddress) {
            return null;
        }
    }

    private static InetAddress address(BigInteger number, int octets) {
        byte[] bytes = new byte[octets];
        byte[] magnitude = number.toByteArray();
        int length = Math.min(octets, magnitude.length);
        System.arraycopy(magnitude, magnitude.length - length, bytes, octets - length, length);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("An address has 4 or 16 octets", impossible);
        }
    }
}
