package io.langsong.simulator;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a commune as the targets file of {@code langsong poll} and {@code probe}. */
public final class CommuneFile {
    private CommuneFile() {}

    /**
     * One line a device, in the order of the plan: {@code address,port,version,community,user,auth,authKey,priv,privKey}.
     *
     * @throws SimulatorException when the file can not be written
     */
    public static void writeTargets(Commune commune, Path file) {
        try (CsvWriter csv = CsvWriter.builder().build(file)) {
            csv.writeRecord("address", "port", "version", "community", "user", "auth", "authKey", "priv", "privKey");
            for (Commune.Device device : commune.devices()) {
                Commune.Access access = device.access();
                csv.writeRecord(
                        device.address(),
                        Integer.toString(device.port()),
                        access.version(),
                        access.community(),
                        access.user(),
                        access.authProtocol(),
                        access.authKey(),
                        access.privProtocol(),
                        access.privKey());
            }
        } catch (IOException failure) {
            throw new SimulatorException(
                    "Cannot write the targets file %s (%s); name a file in a folder that exists"
                            .formatted(file, failure),
                    failure);
        }
    }
}
