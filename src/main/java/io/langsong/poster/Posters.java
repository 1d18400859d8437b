package io.langsong.poster;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Service;
import io.langsong.inventory.Service.Kind;
import io.langsong.inventory.Site;
import io.langsong.inventory.Village;
import io.langsong.print.Printer;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Network;
import io.langsong.qr.QrCode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Makes posters of the public Wi-Fi of an inventory. Any thread. */
@Component
public class Posters {
    private static final int MODULE_PIXELS = 8;

    private final Function<DeviceId, List<Network>> networks;
    private final PosterProperties settings;
    private final Printer printer;
    private final @Nullable String pages;
    private final @Nullable String phone;

    @Autowired
    Posters(AccessPoints accessPoints, PosterProperties settings, Environment environment) {
        this(accessPoints::networks, settings, environment);
    }

    /** @param networks of what was let out to an access point */
    Posters(Function<DeviceId, List<Network>> networks, PosterProperties settings, Environment environment) {
        this.networks = networks;
        this.settings = settings;
        this.printer = new Printer("messages/poster");
        this.pages = environment.getProperty("langsong.notification.pages");
        this.phone =
                settings.phone() != null ? settings.phone() : environment.getProperty("langsong.status-page.phone");
    }

    /** Sizes of paper. */
    public enum Size {
        A4,
        A5
    }

    /** One for each public Wi-Fi of those villages, in their official order. */
    public List<Poster> of(InventorySnapshot inventory, Locale language) {
        List<Poster> posters = new ArrayList<>();
        inventory.villages().stream()
                .sorted(Comparator.comparingInt(Village::position))
                .forEach(village -> inventory.services().stream()
                        .filter(service -> service.kind() == Kind.PUBLIC_WIFI)
                        .filter(service -> inventory
                                .site(service.site())
                                .map(Site::village)
                                .filter(village.id()::equals)
                                .isPresent())
                        .sorted(Comparator.comparing(service -> service.id().value()))
                        .forEach(service -> posters.add(poster(village, service, language))));
        return posters;
    }

    private Poster poster(Village village, Service service, Locale language) {
        Network network = network(service).orElse(null);
        String code = Integer.toString(village.position());
        String link = pages == null ? null : pages.replaceFirst("/+$", "") + "/tt/" + code;
        return new Poster(
                service.id().value(),
                village.name(),
                service.name(),
                code,
                network == null ? null : network.ssid(),
                network == null ? null : network.key(),
                network == null ? null : picture(WifiCode.of(network.ssid(), network.key(), network.hidden())),
                link,
                link == null ? null : picture(link),
                phone,
                settings.rules().isEmpty() ? printer.list("poster.rule", language) : settings.rules());
    }

    private static String picture(String text) {
        return Base64.getEncoder().encodeToString(QrCode.png(text, MODULE_PIXELS));
    }

    /** What the first of its access points opens for everybody, else what is set for all. */
    private Optional<Network> network(Service service) {
        return service.members().stream()
                .flatMap(member -> networks.apply(member).stream())
                .filter(network -> !network.hidden())
                .findFirst()
                .or(() -> Optional.ofNullable(settings.ssid()).map(ssid -> new Network(ssid, settings.key(), false)));
    }

    /** All of them, a page each. */
    public byte[] print(List<Poster> posters, Size size, Locale language) {
        return printer.print("poster/poster", language, Map.of("posters", posters, "size", size.name()));
    }
}
