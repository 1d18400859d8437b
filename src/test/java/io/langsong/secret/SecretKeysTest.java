package io.langsong.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretKeysTest {
    @TempDir
    private Path folder;

    @Test
    void makesAKeyOnceThatOnlyItsOwnerCanRead() throws IOException {
        Path data = folder.resolve("new/data");

        String first = SecretKeys.open(data, null, false).keyId();

        assertThat(SecretKeys.open(data, null, true).keyId()).isEqualTo(first);
        assertThat(data).isDirectoryContaining("glob:**/secret.key").isDirectoryNotContaining("glob:**.new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("secret.key"))))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-rw----", "rw----r--"})
    void refusesAKeyFileThatIsOpenToOthers(String permissions) throws IOException {
        SecretKeys.open(folder, null, false);
        Path file = folder.resolve("secret.key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(() -> SecretKeys.open(folder, null, false))
                .hasMessageContaining(permissions)
                .hasMessageContaining("chmod 600 " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base64 !", "c2hvcnQ=", "\u0000"})
    void refusesAFileThatHoldsNoKeyAndDoesNotShowIt(String content) throws IOException {
        SecretKeys.open(folder, null, false);
        Files.writeString(folder.resolve("secret.key"), content);

        assertThatThrownBy(() -> SecretKeys.open(folder, null, false))
                .hasMessageContaining("is not a key of 32 octets")
                .hasMessageContaining("openssl rand -base64 32")
                .satisfies(e -> assertThat(content.isEmpty() || !e.getMessage().contains(content))
                        .isTrue());
    }

    @Test
    void takesTheKeyOfTheEnvironmentBeforeAnyFile() {
        String key = Base64.getEncoder().encodeToString(new byte[32]);

        SecretBox box = SecretKeys.open(folder.resolve("none"), key, true);

        assertThat(box.toString()).contains("LANGSONG_SECRET_KEY").doesNotContain(key);
        assertThat(folder.resolve("none")).doesNotExist();
        assertThatThrownBy(() -> SecretKeys.open(folder, "shortKey", false))
                .hasMessageContaining("LANGSONG_SECRET_KEY")
                .hasMessageNotContaining("shortKey");
    }

    @Test
    void opensOnlyWhatWasSealedHere() {
        SecretBox box = SecretKeys.open(folder, null, false);
        byte[] sealed = box.seal("bí mật", "a place");

        assertThat(box.open(sealed, "a place")).isEqualTo("bí mật");
        assertThatThrownBy(() -> box.open(sealed, "another place")).hasMessageContaining("another place");
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> box.open(changed, "a place")).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> box.open(new byte[0], "a place")).hasMessageContaining("damaged");
    }

    @Test
    void neverSealsTwiceAlike() {
        SecretBox box = SecretKeys.open(folder, null, false);
        Set<String> seen = new HashSet<>();

        for (int i = 0; i < 1000; i++) {
            assertThat(seen.add(Base64.getEncoder().encodeToString(box.seal("public", "place"))))
                    .isTrue();
        }
    }
}
