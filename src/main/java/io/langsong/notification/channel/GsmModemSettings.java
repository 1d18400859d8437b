package io.langsong.notification.channel;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code langsong.notification.gsm-modem}: a modem with a card of its own, which sends SMS also while our line to the Internet
 * is cut.
 *
 * @param device serial port of this machine, as {@code /dev/ttyUSB0}, or a bridge to one, as {@code tcp:10.0.0.9:3001}; null:
 *     there is no modem
 * @param baud speed of the serial port; of no meaning for a bridge
 * @param pin of the card; null: it asks for none
 * @param numbers who gets each message, as {@code +84912345678}; none: only people who gave a number
 * @param unaccented without marks, so that a part holds 160 characters; else 70
 * @param parts most parts that one message may cost, 1 to 5; what does not fit is left out
 * @param timeout longest wait for the modem, 100 ms to 2 minutes
 * @param sendTimeout longest wait for the network to take a message, 100 ms to 2 minutes
 */
public record GsmModemSettings(
        @Nullable String device,
        @DefaultValue("115200") int baud,
        @Nullable String pin,
        @DefaultValue List<String> numbers,
        @DefaultValue("true") boolean unaccented,
        @DefaultValue("1") int parts,
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("60s") Duration sendTimeout) {
    static final String NAME = "langsong.notification.gsm-modem";
    private static final Pattern PIN = Pattern.compile("[0-9]{4,8}");
    private static final Pattern FILE = Pattern.compile("/dev/[A-Za-z0-9._/:-]{1,200}");
    static final Pattern BRIDGE =
            Pattern.compile("tcp:([A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]):([0-9]{1,5})");
    private static final List<Integer> SPEEDS = List.of(9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600);

    public GsmModemSettings {
        device = Checks.given(device);
        pin = Checks.given(pin);
        if (device == null) {
            Checks.alone(NAME + ".pin", pin, NAME + ".device");
            Checks.alone(NAME + ".numbers", numbers.isEmpty() ? null : numbers, NAME + ".device");
        } else if (!(FILE.matcher(device).matches() && !device.contains(".."))
                && !BRIDGE.matcher(device).matches()) {
            throw new IllegalArgumentException(NAME + ".device: \"" + Checks.visible(device)
                    + "\" is no serial port; write /dev/ttyUSB0, or tcp:HOST:PORT for a bridge");
        }
        if (!SPEEDS.contains(baud)) {
            throw new IllegalArgumentException(
                    NAME + ".baud: " + baud + " is no speed of a serial port; the default is 115200");
        }
        if (pin != null && !PIN.matcher(pin).matches()) {
            throw new IllegalArgumentException(NAME + ".pin: not 4 to 8 digits; write it as the card has it");
        }
        numbers = Checks.numbers(NAME + ".numbers", numbers);
        if (parts < 1 || parts > 5) {
            throw new IllegalArgumentException(NAME + ".parts: " + parts + " is not 1 to 5; the default is 1");
        }
        Checks.timeout(NAME + ".timeout", timeout, "5s");
        Checks.timeout(NAME + ".send-timeout", sendTimeout, "60s");
    }

    @Override
    public String toString() {
        return "GsmModemSettings[%s, %d numbers, %s]"
                .formatted(device, numbers.size(), pin == null ? "no PIN" : "PIN ***");
    }
}
