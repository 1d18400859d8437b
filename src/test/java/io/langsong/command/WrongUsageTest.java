package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.polling.SnmpFault;
import io.langsong.snmp.SnmpReply;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;

/** What can not be right by itself is status 2, before anything is asked, in a line that begins with the program's name. */
class WrongUsageTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("t.csv"), "address,community\n224.0.0.1,public\n");
        Files.write(folder.resolve("latin.csv"), "address\nxã\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(folder.resolve("broken.yaml"), "faults: [{fault: nonsense}]");
        Files.writeString(folder.resolve("x.xls"), "PK");
        Files.createDirectory(folder.resolve("empty"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            simulate --villages 0                        | A commune has 1 to 2000 villages, not 0
            simulate --address 10.0.0.1                  | is not in 127.0.0.0/8
            simulate --scenario DIR/no.yaml              | Cannot read the scenario
            simulate --scenario DIR/broken.yaml --list   | broken.yaml
            simulate --targets DIR/no/t.csv --list       | Cannot write the targets file
            simulate --inventory DIR/t.csv --list        | --inventory can not be written
            import DIR/empty                             | holds no file that ends in .csv
            import DIR/x.xls                            | is a spreadsheet in a form that is not read
            probe --targets DIR                          | is a folder; name a CSV file in it
            probe --targets DIR/latin.csv                | can not be read as UTF-8 text
            probe 127.0.0.1 --profiles DIR/no            | there is no such file or folder of profiles
            poll --targets DIR/t.csv                     | t.csv:2: "224.0.0.1" is not the address of one device
            discover 10.0.0.0/8                          | is too wide; a scan has at most 65,536 addresses
            discover x                                   | ranges "x" is not a range of addresses
            discover 127.0.0.1 --rate 0                  | --rate is 1 to 5000, not 0
            walk 127.0.0.1 --record DIR/no/x             | can not be written; name a file in a folder that is there
            walk 127.0.0.1 --record DIR                  | can not be written
            walk 255.255.255.255                         | is not the address of one device; give the device's own
            walk 0.0.0.0                                 | is not the address of one device
            probe ff02::1                                | is not the address of one device
            probe ::                                     | is not the address of one device
            """)
    void isStatus2(String args, String message) {
        int status = Commands.run(
                new PrintWriter(out),
                new PrintWriter(err),
                args.strip().replace("DIR", folder.toString()).split("\\s+"));

        assertThat(err.toString()).startsWith("langsong: ").contains(message);
        assertThat(status).isEqualTo(Commands.WRONG_USAGE);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void numbersReadWell() {
        assertThat(SnmpFault.of(new SnmpReply.TimedOut(Duration.ofSeconds(1), 1))
                        .message())
                .startsWith("no answer to 1 try in 1.0 s");
        assertThat(new PollFigures(1, 1, 1, 1, 0, 0, 1, 1, List.of(0.1), List.of(0.1), 0.2899999999999998, 1, 1).json())
                .contains("\"cpuSeconds\":0.29,");
    }

    @Test
    void aMachineWithoutMacAddressIsNoNews() {
        Logger machine = new QuietLogging().getLoggerFactory().getLogger("io.netty.util.internal.MacAddressUtil");

        assertThat(machine.isWarnEnabled()).isFalse();
        assertThat(new QuietLogging()
                        .getLoggerFactory()
                        .getLogger("io.netty.channel")
                        .isWarnEnabled())
                .isTrue();
    }
}
