package io.langsong.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.PowerArea;
import io.langsong.inventory.PowerAreaId;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {
    private final Places places = new Places(inventory(
            "mang:Thôn Măng",
            "la-han:Thôn La Hán",
            "hoa:Thôn Hòa Bình",
            "man:Thôn Man",
            "man2:Thôn Mận",
            "pho1:Phố 1",
            "pho2:Phố 2",
            "pho10:Phố 10",
            "doan:Phố Đoàn",
            "doan2:Thôn Đoàn",
            "lam:Lâm Xa"));

    private static InventorySnapshot inventory(String... villages) {
        List<Village> all = new ArrayList<>();
        for (String one : villages) {
            String[] parts = one.split(":");
            all.add(new Village(new VillageId(parts[0]), parts[1], all.size() + 1, 0, null, null));
        }
        List<PowerArea> areas = List.of(
                new PowerArea(new PowerAreaId("lo471"), "Lộ 471 Cành Nàng"),
                new PowerArea(new PowerAreaId("tba"), "TBA Măng 1"));
        return new InventorySnapshot(all, areas, List.of(), List.of(), List.of(), List.of());
    }

    /** {@code id} clear, {@code id?} proposed, {@code id/id?} several, {@code -} none. */
    private String found(String area) {
        return places.in(area).stream()
                .map(mention -> mention.candidates().isEmpty()
                        ? "-"
                        : mention.candidates().stream().map(id -> id.value()).collect(Collectors.joining("/"))
                                + (mention.clear() ? "" : "?"))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            thôn Măng                                   | mang
            Thôn Măng, thôn La Hán và Phố 1             | mang la-han pho1
            THÔN MĂNG; LA HÁN                           | mang la-han
            THON LA HAN                                 | la-han
            thon La Han, thon Hoa Binh                  | la-han hoa
            thôn Hoà Bình                               | hoa
            các thôn: Măng, La Hán                      | mang la-han
            Khu vực thôn Măng, một phần thôn La Hán     | mang la-han
            Phố 1, 2, 10                                | pho1 pho2 pho10
            TDP 1, TDP2, tổ dân phố 10                  | pho1 pho2 pho10
            KP1; khu phố 02                             | pho1 pho2
            Lâm Xa                                      | lam
            lộ 471 Cành Nàng                            | lo471
            trạm biến áp Măng 1                         | tba
            thôn Măng (một phần)                        | mang
            thôn Măng, Thôn Măng                        | mang
            # what is not clear
            thôn Man                                    | man
            thôn Mận                                    | man2
            THON MAN                                    | man/man2?
            thôn Mán                                    | man/man2?
            thôn Hoá Bình                               | hoa?
            phố Măng                                    | mang?
            phố Đoàn, thôn Đoàn                         | doan doan2
            Đoàn                                        | doan/doan2?
            phố 1-3                                     | -
            từ phố 1 đến phố 3                          | -
            thôn La Hán 2                               | -
            thôn La Hán xã Thiết Ống                    | la-han?
            phụ tải thôn Măng                           | mang
            trạm bơm nước sạch                          | -
            Công ty may                                 | -
            một phần                                    | ''
            """)
    void findsWhatIsNamed(String area, String found) {
        assertThat(found(area)).isEqualTo(found);
    }

    @Test
    void readsMarksThatStandAlone() {
        assertThat(found(Normalizer.normalize("thôn Măng, phố Đoàn", Normalizer.Form.NFD)))
                .isEqualTo("mang doan");
    }

    @Test
    void saysWhatWasWritten() {
        assertThat(places.in("Khu vực Thôn Măng, trạm bơm X."))
                .extracting(Mention::text)
                .containsExactly("Khu vực Thôn Măng", "trạm bơm X");
    }
}
