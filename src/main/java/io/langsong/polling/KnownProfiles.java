package io.langsong.polling;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceRule;
import io.langsong.inventory.Fault;
import io.langsong.polling.profile.Profile;
import io.langsong.polling.profile.Profiles;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** A profile given by hand is one that there is: by a name that nobody knows a device would never be read. */
@Component
final class KnownProfiles implements DeviceRule {
    private final Supplier<Profiles> profiles;

    KnownProfiles(Supplier<Profiles> profiles) {
        this.profiles = profiles;
    }

    @Override
    public Optional<Objection> objectionTo(Device device) {
        return Optional.ofNullable(device.profile())
                .filter(named -> profiles.get().byName(named).isEmpty())
                .map(named -> new Objection(
                        "profile",
                        named,
                        Fault.UNKNOWN_PROFILE,
                        List.of(profiles.get().namesLike(named))));
    }

    @Override
    public List<String> known(String field) {
        return field.equals("profile")
                ? profiles.get().all().stream().map(Profile::name).toList()
                : List.of();
    }
}
