package io.langsong.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileShelfTest {
    private static final String ACME = "name: acme\ntitle: Acme\nsource: our own\nextends: generic\n";

    private final List<Object> events = new ArrayList<>();
    private ProfileShelf shelf;
    private Instant saved = Instant.parse("2026-10-05T01:00:00Z");

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        ProfileProperties settings = new ProfileProperties(List.of(folder.resolve("not-there"), folder));
        shelf = new ProfileShelf(settings, events::add);
    }

    /** A later time each, as if somebody saved it after a while. */
    private void save(String file, String text) throws IOException {
        Path saving = Files.writeString(folder.resolve(file), text);
        saved = saved.plusSeconds(10);
        Files.setLastModifiedTime(saving, FileTime.from(saved));
    }

    @Test
    void ownProfilesStandBesideThoseShipped() throws IOException {
        save("acme.yaml", ACME);

        assertThat(shelf.get().byName("acme")).isPresent();
        assertThat(shelf.get().byName("mikrotik")).isPresent();
        assertThat(shelf.problem()).isEmpty();
    }

    @Test
    void whatChangesIsReadAnewAndTold() throws IOException {
        assertThat(shelf.get().byName("acme")).isEmpty();
        shelf.look();
        assertThat(events).isEmpty();

        save("acme.yaml", ACME);
        shelf.look();
        assertThat(shelf.get().byName("acme")).isPresent();
        assertThat(events).hasSize(1);

        save("acme.yaml", ACME.replace("title: Acme", "title: Acme access points"));
        shelf.look();
        shelf.look();
        assertThat(shelf.get().byName("acme"))
                .hasValueSatisfying(acme -> assertThat(acme.title()).isEqualTo("Acme access points"));
        assertThat(events).hasSize(2);

        Files.delete(folder.resolve("acme.yaml"));
        shelf.look();
        assertThat(shelf.get().byName("acme")).isEmpty();
        assertThat(events).hasSize(3);
    }

    @Test
    void whileOneIsWrongThoseBeforeStayInUse() throws IOException {
        save("acme.yaml", ACME);
        assertThat(shelf.get().byName("acme")).isPresent();

        save("acme.yaml", ACME + "colour: red\n");
        shelf.look();
        assertThat(shelf.get().byName("acme")).isPresent();
        assertThat(shelf.problem())
                .hasValueSatisfying(why -> assertThat(why).contains("acme.yaml:5:1", "unknown key \"colour\""));
        assertThat(events).isEmpty();

        save("acme.yaml", ACME);
        shelf.look();
        assertThat(shelf.problem()).isEmpty();
    }

    @Test
    void aWrongOneAtTheStartLeavesThoseShipped() throws IOException {
        save("acme.yaml", "name: acme\n");

        assertThat(shelf.get().byName("mikrotik")).isPresent();
        assertThat(shelf.problem()).hasValueSatisfying(why -> assertThat(why).contains("\"title\" is missing"));
    }
}
