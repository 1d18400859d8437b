package io.langsong.provisioning.web;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.Level;
import io.langsong.provisioning.Resolved.Source;
import io.langsong.provisioning.Template;
import io.langsong.web.Words;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What places are called, as the inventory has it now; what it does not have goes by its id. */
final class PlaceNames {
    private final InventorySnapshot inventory;
    private final Map<DeviceId, AccessPoint> accessPoints;
    private final Words words;

    PlaceNames(InventorySnapshot inventory, Collection<AccessPoint> accessPoints, Words words) {
        this.inventory = inventory;
        this.accessPoints = accessPoints.stream().collect(Collectors.toMap(AccessPoint::id, Function.identity()));
        this.words = words;
    }

    /** {@code Nhà văn hóa, Thôn Man} */
    String site(SiteId id) {
        return inventory
                .site(id)
                .map(site -> site.name() + ", " + village(site.village()))
                .orElse(id.value());
    }

    String village(VillageId id) {
        return inventory.village(id).map(Village::name).orElse(id.value());
    }

    /** Of the village that a site lies in; null when the site is not there. */
    @Nullable
    VillageId villageOf(SiteId id) {
        return inventory.site(id).map(Site::village).orElse(null);
    }

    String accessPoint(DeviceId id) {
        AccessPoint one = accessPoints.get(id);
        return one == null ? id.value() : one.name();
    }

    /** {@code Thôn Man}; {@code Toàn xã} for the commune. */
    String place(Level level, String place) {
        if (!Ids.isOne(place) && level != Level.GROUP) {
            return words.message("provisioning.level." + level.code());
        }
        return switch (level) {
            case COMMUNE -> words.message("provisioning.level.commune");
            case VILLAGE -> village(new VillageId(place));
            case SITE -> site(new SiteId(place));
            case GROUP -> place;
            case ACCESS_POINT -> accessPoint(new DeviceId(place));
        };
    }

    /** {@code thôn: Thôn Man} */
    String source(Source source, Collection<Template> templates) {
        if (source instanceof Source.Set set) {
            return set.level() == Level.COMMUNE
                    ? words.message("provisioning.level.commune")
                    : words.message("provisioning.level." + set.level().code()) + ": "
                            + place(set.level(), set.place());
        }
        if (source instanceof Source.Default usual) {
            return words.message(
                    "provisioning.source.default",
                    templates.stream()
                            .filter(template -> template.id().equals(usual.template()))
                            .map(Template::name)
                            .findFirst()
                            .orElse(usual.template()));
        }
        return words.message("provisioning.source.built-in");
    }
}
