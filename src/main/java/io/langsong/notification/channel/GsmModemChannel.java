package io.langsong.notification.channel;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * SMS by a modem of our own, the one way out while the line to the Internet is cut. It keeps the modem between letters, because
 * that tells only whom it is connected to what became of them.
 */
public final class GsmModemChannel implements Channel {
    private static final Duration LISTEN = Duration.ofMillis(200);
    /** Reports that no letter was found for; a report may overtake the record that its letter was taken. */
    private static final int MOST_UNKNOWN = 200;

    private final GsmModemSettings settings;
    private final List<SmsPdu.StatusReport> unknown = new ArrayList<>();
    /** Parts of letters that arrived, while others have not. */
    private final Map<UUID, Set<Integer>> arrived = new HashMap<>();

    private @Nullable Modem modem;
    private int texts;

    /** @param settings with a device */
    public GsmModemChannel(GsmModemSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "gsm-modem";
    }

    @Override
    public List<String> recipients() {
        return settings.numbers();
    }

    @Override
    public Optional<Contact> contact() {
        return Optional.of(Contact.PHONE);
    }

    @Override
    public boolean needsInternet() {
        return false;
    }

    @Override
    public SendResult send(Letter letter) {
        String text = settings.unaccented() ? SmsText.plain(letter) : letter.subject();
        try {
            Modem ready = modem();
            List<String> references = new ArrayList<>();
            for (SmsPdu.Submit part : SmsPdu.submits(letter.recipient(), text, texts++ & 0xFF, settings.parts())) {
                references.add(Integer.toString(ready.send(part, settings.sendTimeout())));
            }
            String remoteId = String.join(",", references);
            return ready.isReporting() ? new SendResult.Taken(remoteId) : new SendResult.Delivered(remoteId);
        } catch (ModemTrouble trouble) {
            // It may be in the middle of anything: the next letter begins anew.
            rest();
            String why = Objects.requireNonNullElse(trouble.getMessage(), "");
            return trouble.forGood() ? new SendResult.Refused(why) : SendResult.Postponed.because(why);
        } catch (IOException e) {
            rest();
            return SendResult.Postponed.unanswered("modem %s: %s"
                    .formatted(settings.device(), Objects.requireNonNullElse(e.getMessage(), e.toString())));
        }
    }

    private Modem modem() throws IOException, ModemTrouble {
        Modem begun = modem;
        if (begun == null) {
            begun = new Modem(line(), settings.timeout());
            modem = begun;
            begun.begin(settings.pin());
        }
        return begun;
    }

    private ModemLine line() throws IOException {
        String device = Objects.requireNonNull(settings.device());
        Matcher bridge = GsmModemSettings.BRIDGE.matcher(device);
        return bridge.matches()
                ? SocketLine.open(
                        bridge.group(1).replaceAll("[\\[\\]]", ""),
                        Integer.parseInt(bridge.group(3)),
                        settings.timeout())
                : DeviceLine.open(Path.of(device), settings.baud(), settings.timeout());
    }

    @Override
    public List<Receipt> receipts(List<Sent> open) {
        try {
            unknown.addAll(modem().reports(LISTEN));
        } catch (IOException | ModemTrouble away) {
            rest();
        }
        List<Receipt> receipts = new ArrayList<>();
        unknown.removeIf(report -> {
            Optional<Sent> about = open.stream()
                    .filter(sent -> isAbout(report, sent))
                    // References come round after 255: the newest is meant.
                    .reduce((older, newer) -> newer);
            about.flatMap(sent -> receipt(report, sent)).ifPresent(receipts::add);
            return about.isPresent();
        });
        while (unknown.size() > MOST_UNKNOWN) {
            unknown.remove(0);
        }
        arrived.keySet().retainAll(open.stream().map(Sent::delivery).collect(Collectors.toSet()));
        return receipts;
    }

    private static boolean isAbout(SmsPdu.StatusReport report, Sent sent) {
        return references(sent).contains(report.reference())
                && tail(report.number()).equals(tail(sent.recipient()));
    }

    private static Set<Integer> references(Sent sent) {
        Set<Integer> references = new HashSet<>();
        for (String reference : sent.remoteId().split(",")) {
            if (reference.matches("[0-9]{1,3}")) {
                references.add(Integer.valueOf(reference));
            }
        }
        return references;
    }

    /** Networks write a number nationally or internationally, as they like: its last eight digits are the same. */
    private static String tail(String number) {
        return number.substring(Math.max(0, number.length() - 8));
    }

    private Optional<Receipt> receipt(SmsPdu.StatusReport report, Sent sent) {
        if (report.lost()) {
            return Optional.of(new Receipt.Lost(sent.delivery(), report.why()));
        }
        if (!report.arrived()) {
            return Optional.empty();
        }
        Set<Integer> parts = arrived.computeIfAbsent(sent.delivery(), first -> new HashSet<>());
        parts.add(report.reference());
        return parts.containsAll(references(sent))
                ? Optional.of(new Receipt.Arrived(sent.delivery()))
                : Optional.empty();
    }

    @Override
    public void rest() {
        Modem begun = modem;
        modem = null;
        if (begun != null) {
            try {
                begun.close();
            } catch (IOException gone) {
                // It is what was wanted.
            }
        }
    }
}
