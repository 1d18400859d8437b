package io.langsong.simulator;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to simulate and where.
 *
 * @param villages 1 to 2000
 * @param address first address, of 127.0.0.0/8 and nowhere else: a pretend network belongs on no real one
 * @param port UDP port of every device, 1 to 65535
 * @param seed equal seeds give equal communes and equal picks of faults
 * @param scenario what fails when
 * @param truth file for the truth log, written anew; null for none
 */
public record SimulatorOptions(
        int villages,
        Inet4Address address,
        int port,
        long seed,
        Scenario scenario,
        @Nullable Path truth) {
    public SimulatorOptions {
        if (villages < 1 || villages > 2000) {
            throw new SimulatorException("A commune has 1 to 2000 villages, not " + villages);
        }
        if (!address.isLoopbackAddress()) {
            throw new SimulatorException(
                    "The simulator answers on loopback only, and %s is not in 127.0.0.0/8; use an address such as 127.20.0.0"
                            .formatted(address.getHostAddress()));
        }
        if (port < 1 || port > 65535) {
            throw new SimulatorException("Port " + port + " is not 1 to 65535");
        }
    }

    /** 36 villages from 127.20.0.0 port 1161 on, seed 1, no faults, no truth log. */
    public static SimulatorOptions usual() {
        return new SimulatorOptions(36, address("127.20.0.0"), 1161, 1, Scenario.none(), null);
    }

    public SimulatorOptions withVillages(int count) {
        return new SimulatorOptions(count, address, port, seed, scenario, truth);
    }

    /** @param first dotted IPv4 address of 127.0.0.0/8 */
    public SimulatorOptions withAddress(String first) {
        return new SimulatorOptions(villages, address(first), port, seed, scenario, truth);
    }

    public SimulatorOptions withPort(int number) {
        return new SimulatorOptions(villages, address, number, seed, scenario, truth);
    }

    public SimulatorOptions withSeed(long number) {
        return new SimulatorOptions(villages, address, port, number, scenario, truth);
    }

    public SimulatorOptions withScenario(Scenario other) {
        return new SimulatorOptions(villages, address, port, seed, other, truth);
    }

    public SimulatorOptions withTruth(@Nullable Path file) {
        return new SimulatorOptions(villages, address, port, seed, scenario, file);
    }

    private static Inet4Address address(String dotted) {
        if (dotted.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            try {
                if (InetAddress.getByName(dotted) instanceof Inet4Address known) {
                    return known;
                }
            } catch (UnknownHostException outOfRange) {
                // The message below says it.
            }
        }
        throw new SimulatorException(
                "\"" + dotted + "\" is no IPv4 address; use one of 127.0.0.0/8, such as 127.20.0.0");
    }
}
