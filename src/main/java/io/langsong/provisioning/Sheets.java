package io.langsong.provisioning;

import io.langsong.inventory.Contact;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Position;
import io.langsong.inventory.Site;
import io.langsong.print.Printer;
import io.langsong.qr.QrCode;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Prints what belongs to a box on its way: a page with all that is to be known on the spot, and a label for the box. Any thread. */
@Component
public class Sheets {
    private static final int MODULE_PIXELS = 8;

    private final AccessPoints accessPoints;
    private final Printer printer = new Printer("messages/provisioning");
    private final @Nullable String pages;
    private final @Nullable String phone;

    Sheets(AccessPoints accessPoints, Environment environment) {
        this.accessPoints = accessPoints;
        this.pages = environment.getProperty("langsong.notification.pages");
        this.phone = environment.getProperty("langsong.status-page.phone");
    }

    /** @param inventory as whoever asks may see it */
    public Sheet of(AccessPoint place, InventorySnapshot inventory) {
        Optional<Site> site = inventory.site(place.site());
        String link = pages == null ? null : pages.replaceFirst("/+$", "") + "/thiet-bi/" + place.id();
        return new Sheet(
                place,
                site.flatMap(one -> inventory.village(one.village()))
                        .map(village -> village.name())
                        .orElse(""),
                site.map(Site::name).orElse(place.site().value()),
                site.map(Site::location).map(Sheets::written).orElse(null),
                link,
                link == null ? null : Base64.getEncoder().encodeToString(QrCode.png(link, MODULE_PIXELS)),
                accessPoints.networks(place.id()).stream().map(Network::ssid).toList(),
                site.map(one -> inventory.contactsOf(one.village())).orElse(List.of()).stream()
                        .map(Sheets::written)
                        .toList(),
                phone);
    }

    private static String written(Position position) {
        return "%.6f, %.6f".formatted(position.latitude(), position.longitude());
    }

    private static String written(Contact contact) {
        return Stream.of(contact.name(), contact.duty(), contact.phone())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
    }

    /** A page of A4 for each. */
    public byte[] print(List<Sheet> sheets, Locale language) {
        return printer.print(
                "provisioning/sheet",
                language,
                Map.of("sheets", sheets, "steps", printer.list("provisioning.sheet.step", language)));
    }

    /** A label of 70 by 36 mm for each. */
    public byte[] labels(List<Sheet> sheets, Locale language) {
        return printer.print("provisioning/label", language, Map.of("sheets", sheets));
    }
}
