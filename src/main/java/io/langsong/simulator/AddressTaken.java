package io.langsong.simulator;

import java.io.IOException;

/** Another program answers where a simulated device should. The remedy is for whoever knows how the address was chosen. */
public final class AddressTaken extends SimulatorException {
    private static final long serialVersionUID = 1L;

    AddressTaken(Commune.Device device, IOException cause) {
        super(
                "Cannot answer at %s port %d (%s): another program, maybe another simulator, has it"
                        .formatted(device.address(), device.port(), cause.getMessage()),
                cause);
    }
}
