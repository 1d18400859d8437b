package io.langsong.inventory.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.langsong.access.Role;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.DeviceRule;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryImport;
import io.langsong.inventory.TestInventory;
import io.langsong.inventory.VillageId;
import io.langsong.testkit.TestDatabase;
import io.langsong.web.SignedIn;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** The inventory by hand, as a browser without scripts does it. */
@DirtiesContext
@SpringBootTest(
        classes = InventoryPagesTest.Pages.class,
        properties = {
            "spring.flyway.enabled=false",
            "spring.quartz.auto-startup=false",
            "langsong.access.admin-password=bon tu khong lien quan"
        })
@AutoConfigureMockMvc
class InventoryPagesTest {
    private static final DataSource DATABASE = TestDatabase.fresh();

    @TempDir
    static Path data;

    @EnableAutoConfiguration
    @ConfigurationPropertiesScan({"io.langsong.access", "io.langsong.web"})
    @ComponentScan(
            basePackages = {"io.langsong.access", "io.langsong.web", "io.langsong.inventory"},
            excludeFilters = @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class))
    static class Pages {
        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        /** As the polling module knows profiles. */
        @Bean
        DeviceRule profiles() {
            return new DeviceRule() {
                @Override
                public Optional<Objection> objectionTo(Device device) {
                    return Optional.empty();
                }

                @Override
                public List<String> known(String field) {
                    return field.equals("profile") ? List.of("generic", "openwrt") : List.of();
                }
            };
        }

        @Bean
        DataSource dataSource() {
            return DATABASE;
        }
    }

    @DynamicPropertySource
    static void folder(DynamicPropertyRegistry registry) {
        registry.add("langsong.data-dir", data::toString);
    }

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private Inventory inventory;

    @Autowired
    private InventoryImport imports;

    @BeforeEach
    void commune() {
        TestInventory.empty(DATABASE);
        inventory.stop();
        inventory.start();
    }

    @Test
    void fromNothingToADeviceThatIsAskedOnOnePage() throws Exception {
        assertThat(page("/danh-muc")).contains("Thêm thiết bị đầu tiên", "/danh-muc/bat-dau");
        assertThat(page("/danh-muc/bat-dau")).contains("name=\"device.address\"", "value=\"161\"");

        MvcTestResult saved = send(post("/danh-muc/bat-dau")
                .param("village.name", "Thôn Đồng Mẫu")
                .param("village.people", "420")
                .param("site.name", "Nhà văn hóa")
                .param("site.kind", "culture-house")
                .param("device.name", "AP 1")
                .param("device.kind", "access-point")
                .param("device.address", "10.20.1.5")
                .param("device.port", "161")
                .param("device.snmp.version", "2c")
                .param("device.snmp.community", "cong-dong"));

        assertThat(saved.getResponse().getRedirectedUrl()).isEqualTo("/thiet-bi/ap-1");
        Device device = inventory.snapshot().device(new DeviceId("ap-1")).orElseThrow();
        assertThat(device.snmp().community()).isEqualTo("cong-dong");
        assertThat(inventory.snapshot().villageOf(device).orElseThrow().name()).isEqualTo("Thôn Đồng Mẫu");
    }

    @Test
    void aProfileIsChosenFromThoseThatThereAreAndOneThatIsGoneStays() throws Exception {
        assertThat(page("/danh-muc/thiet-bi/_moi"))
                .containsPattern("<select[^>]* name=\"profile\"")
                .contains("<option value=\"generic\">generic</option>", "<option value=\"openwrt\">openwrt</option>");
        assertThat(page("/danh-muc/thiet-bi/_moi?profile=cua-rieng"))
                .contains("<option value=\"cua-rieng\" selected=\"selected\">cua-rieng</option>");
    }

    @Test
    void aWrongFirstStepKeepsWhatWasTypedAndStoresNothing() throws Exception {
        MvcTestResult refused = send(post("/danh-muc/bat-dau")
                .param("village.name", "Thôn Đồng Mẫu")
                .param("site.name", "Nhà văn hóa")
                .param("site.kind", "culture-house")
                .param("device.name", "AP 1")
                .param("device.kind", "access-point")
                .param("device.address", "10.20.1.555")
                .param("device.port", "161")
                .param("device.snmp.version", "2c")
                .param("device.snmp.community", "cong-dong"));

        assertThat(refused).hasStatus(422);
        assertThat(text(refused))
                .contains("value=\"10.20.1.555\"", "không phải địa chỉ IPv4, IPv6 hay tên máy")
                .doesNotContain("cong-dong");
        assertThat(inventory.snapshot().isEmpty()).isTrue();
    }

    @Test
    void theFirstStepTellsAllThatIsWrongAtOnce() throws Exception {
        MvcTestResult refused = send(post("/danh-muc/bat-dau")
                .param("village.name", "")
                .param("village.people", "nhieu")
                .param("site.name", "")
                .param("site.kind", "culture-house")
                .param("device.name", "AP 1")
                .param("device.kind", "access-point")
                .param("device.address", "256.1.1.1")
                .param("device.port", "abc")
                .param("device.snmp.version", "2c")
                .param("device.snmp.community", ""));

        assertThat(refused).hasStatus(422);
        assertThat(text(refused))
                .contains("Tên (thôn): ", "Số người (thôn): &quot;nhieu&quot; ", "Tên (điểm lắp đặt): ")
                .contains("Địa chỉ (thiết bị): &quot;256.1.1.1&quot; ", "Cổng UDP (thiết bị): &quot;abc&quot; ")
                .contains("Chuỗi cộng đồng (thiết bị): ")
                .contains("id=\"f-device-port-error\"", "id=\"f-site-name-error\"");
        assertThat(send(post("/danh-muc/bat-dau").param("device.snmp.version", "3")))
                .as("which the page does not offer")
                .hasStatus(422);
        assertThat(inventory.snapshot().isEmpty()).isTrue();
    }

    @Test
    void listsFindsAndPages() throws Exception {
        imports.run(TestInventory.commune(), false);

        assertThat(page("/danh-muc/thiet-bi?tim=dinh tuyen")).contains("Bộ định tuyến", "2 mục");
        assertThat(page("/danh-muc/thiet-bi?tim=<script>alert(1)</script>")).doesNotContain("<script>alert");
        assertThat(page("/danh-muc/thiet-bi?trang=9999")).contains("5 mục");
        assertThat(mvc.get().uri("/danh-muc/khong-co").with(as(Role.ADMIN))).hasStatus(404);
        assertThat(mvc.get().uri("/danh-muc/thiet-bi/Khong_Co").with(as(Role.ADMIN)))
                .hasStatus(404);
    }

    @Test
    void changesADeviceAndKeepsItsSecret() throws Exception {
        imports.run(TestInventory.commune(), false);
        String form = page("/danh-muc/thiet-bi/thu-01-ap1");
        assertThat(form).contains("Đang có; để trống thì giữ nguyên.").doesNotContain("public-test");

        MvcTestResult saved = send(post("/danh-muc/thiet-bi/thu-01-ap1")
                .param("phien-ban", version(form))
                .param("name", "AP sân")
                .param("site", "thu-01-nvh")
                .param("kind", "access-point")
                .param("address", "127.21.0.12")
                .param("port", "1161")
                .param("snmp.version", "2c")
                .param("snmp.community", "")
                .param("snmp.user", "left over")
                .param("reachability", "none")
                .param("uplinks", "thu-01-rt")
                .param("enabled", "true")
                .param("notes", "Cột thứ hai\r\nbên phải"));

        assertThat(saved).hasStatus(302);
        Device device = inventory.snapshot().device(new DeviceId("thu-01-ap1")).orElseThrow();
        assertThat(device.name()).isEqualTo("AP sân");
        assertThat(device.snmp().community()).isEqualTo("public-test");
        assertThat(device.notes()).isEqualTo("Cột thứ hai\nbên phải");
    }

    @Test
    void whoComesSecondSeesThatAnotherWasFirst() throws Exception {
        imports.run(TestInventory.commune(), false);
        String version = version(page("/danh-muc/thon/thon-thu-01"));
        assertThat(send(village("thon-thu-01", version, "Thôn một"))).hasStatus(302);

        MvcTestResult late = send(village("thon-thu-01", version, "Thôn hai"));

        assertThat(late).hasStatus(422);
        assertThat(text(late)).contains("đã được người khác sửa trong lúc đó", "value=\"Thôn hai\"");
        assertThat(inventory
                        .snapshot()
                        .village(new VillageId("thon-thu-01"))
                        .orElseThrow()
                        .name())
                .isEqualTo("Thôn một");
        assertThat(send(village("thon-thu-01", version(text(late)), "Thôn hai")))
                .hasStatus(302);
    }

    private MockHttpServletRequestBuilder village(String id, String version, String name) {
        return post("/danh-muc/thon/" + id)
                .param("phien-ban", version)
                .param("name", name)
                .param("position", "1")
                .param("people", "420");
    }

    @Test
    void aLocationTakesADecimalComma() throws Exception {
        imports.run(TestInventory.commune(), false);

        MvcTestResult half = send(village("thon-thu-01", "", "Thôn một").param("location.latitude", "20,35"));
        assertThat(half).hasStatus(422);
        assertThat(text(half)).contains("Kinh độ còn thiếu");
        assertThat(send(village("thon-thu-01", "", "Thôn một")
                        .param("location.latitude", "20,35")
                        .param("location.longitude", "105,2")))
                .hasStatus(302);

        assertThat(inventory
                        .snapshot()
                        .village(new VillageId("thon-thu-01"))
                        .orElseThrow()
                        .location()
                        .longitude())
                .isEqualTo(105.2);
    }

    @Test
    void changesSeveralAtOnceOrNone() throws Exception {
        imports.run(TestInventory.commune(), false);
        assertThat(page("/danh-muc/thiet-bi/_sua-nhieu?chon=thu-01-ap1&chon=thu-02-ap1&truong=snmp.community"))
                .contains("type=\"password\"", "Áp dụng cho 2 mục", "name=\"gia-tri\"");

        MvcTestResult refused = send(post("/danh-muc/thiet-bi/_sua-nhieu")
                .param("chon", "thu-01-ap1", "thu-02-ap1")
                .param("truong", "snmp.community")
                .param("gia-tri", "moi-123"));
        MvcTestResult done = send(post("/danh-muc/thiet-bi/_sua-nhieu")
                .param("chon", "thu-01-ap1", "thu-01-rt")
                .param("truong", "interval")
                .param("gia-tri", "60"));

        assertThat(refused).hasStatus(422);
        assertThat(text(refused)).contains("không thuộc về SNMP phiên bản 3");
        assertThat(done).hasStatus(302);
        assertThat(inventory.snapshot().devices())
                .filteredOn(device -> Duration.ofMinutes(1).equals(device.interval()))
                .hasSize(2);
        assertThat(send(post("/danh-muc/thiet-bi/_sua-nhieu")
                        .param("truong", "interval")
                        .param("gia-tri", "60")))
                .hasStatus(422);
        assertThat(send(post("/danh-muc/thiet-bi/_sua-nhieu")
                        .param("truong", "id")
                        .param("gia-tri", "x")))
                .hasStatus(404);
    }

    @Test
    void deletesWhatNobodyNamesOnly() throws Exception {
        imports.run(TestInventory.commune(), false);

        MvcTestResult refused = send(post("/danh-muc/thiet-bi/thu-01-rt/xoa"));

        assertThat(refused).hasStatus(422);
        assertThat(text(refused)).contains("đang được dùng bởi", "thu-01-ap1");
        assertThat(send(post("/danh-muc/dich-vu/wifi-thu-01/xoa"))).hasStatus(302);
        assertThat(inventory.snapshot().services()).hasSize(2);
    }

    @Test
    void aFileIsLookedAtBeforeItIsImported() throws Exception {
        MockMultipartFile file = csv("villages.csv", "name,position\nThôn Man,1\nThôn Tré,2\n");

        MvcTestResult look = mvc.post()
                .uri("/danh-muc/nhap")
                .multipart()
                .file(file)
                .with(csrf())
                .with(as(Role.ADMIN))
                .exchange();

        assertThat(look).hasStatusOk();
        assertThat(text(look)).contains("2 thêm mới, 0 thay đổi", "Thôn Tré");
        assertThat(inventory.snapshot().isEmpty()).isTrue();
        Matcher upload = Pattern.compile("name=\"ma\" value=\"([0-9a-f-]+)\"").matcher(text(look));
        assertThat(upload.find()).isTrue();
        assertThat(send(post("/danh-muc/nhap/thuc-hien").param("ma", upload.group(1))))
                .hasStatus(302);
        assertThat(inventory.snapshot().villages()).hasSize(2);
        assertThat(text(send(post("/danh-muc/nhap/thuc-hien").param("ma", upload.group(1)))))
                .contains("Tệp này đã được nhập hoặc để quá một giờ");
    }

    @Test
    void aFileWithMistakesSaysEachByRowAndColumn() throws Exception {
        MvcTestResult refused = mvc.post()
                .uri("/danh-muc/nhap")
                .multipart()
                .file(csv("villages.csv", "name,position\nThôn Man,một\nThôn Man,2\n"))
                .with(csrf())
                .with(as(Role.ADMIN))
                .exchange();

        assertThat(refused).hasStatus(422);
        assertThat(text(refused)).contains("villages.csv dòng 2, position", "không phải là số nguyên");
        assertThat(inventory.snapshot().isEmpty()).isTrue();
    }

    @Test
    void givesOutWhatItTakes() throws Exception {
        imports.run(TestInventory.commune(), false);
        for (String path : List.of("/danh-muc/mau.xlsx", "/danh-muc/xuat.xlsx", "/danh-muc/xuat.zip")) {
            MvcTestResult file = mvc.get().uri(path).with(as(Role.VIEWER)).exchange();
            assertThat(file).hasStatusOk();
            assertThat(file.getResponse().getHeader("Content-Disposition"))
                    .startsWith("attachment; filename=\"langsong-");
            assertThat(file.getResponse().getContentAsByteArray()).startsWith('P', 'K');
        }
        byte[] export = mvc.get()
                .uri("/danh-muc/xuat.xlsx")
                .with(as(Role.ADMIN))
                .exchange()
                .getResponse()
                .getContentAsByteArray();
        assertThat(imports.run("x.xlsx", export, true).diff().isEmpty()).isTrue();
    }

    @Test
    void aPhotoIsDrawnAnew() throws Exception {
        imports.run(TestInventory.commune(), false);
        byte[] jpeg = picture(2400, 1200);
        byte[] marked = new byte[jpeg.length + 200];
        System.arraycopy(jpeg, 0, marked, 0, jpeg.length);
        System.arraycopy("GPS 20.348 105.229".getBytes(StandardCharsets.US_ASCII), 0, marked, jpeg.length, 18);

        MvcTestResult sent = photo("thon-thu-01", marked);

        assertThat(sent).hasStatus(302);
        String page = page("/danh-muc/thon/thon-thu-01");
        Matcher id = Pattern.compile("src=\"/danh-muc/anh/([0-9a-f-]+)\" width=\"1600\" height=\"800\"")
                .matcher(page);
        assertThat(id.find()).as(page).isTrue();
        MvcTestResult shown = mvc.get()
                .uri("/danh-muc/anh/" + id.group(1))
                .with(as(Role.VIEWER))
                .exchange();
        assertThat(shown).hasStatusOk().hasContentType("image/jpeg");
        assertThat(new String(shown.getResponse().getContentAsByteArray(), StandardCharsets.ISO_8859_1))
                .doesNotContain("GPS");
    }

    @Test
    void whatIsNoPictureIsSaidSo() throws Exception {
        imports.run(TestInventory.commune(), false);
        for (byte[] wrong : List.of(new byte[0], "<svg onload=alert(1)>".getBytes(StandardCharsets.UTF_8), new byte[] {
            (byte) 0xFF, (byte) 0xD8, 0
        })) {
            MvcTestResult sent = photo("thon-thu-01", wrong);
            assertThat(sent).hasStatus(302);
            assertThat(sent.getMvcResult().getFlashMap().get("photoTrouble")).isNotNull();
        }
        assertThat(page("/danh-muc/thon/thon-thu-01")).doesNotContain("<img");
    }

    @Test
    void aTechnicianAddsPhotosInTheOwnVillagesOnly() throws Exception {
        imports.run(TestInventory.commune(), false);
        SignedIn limited = new SignedIn("ha", "Hà", Role.TECHNICIAN, null, Set.of("thon-thu-02"));
        RequestPostProcessor who = authentication(UsernamePasswordAuthenticationToken.authenticated(
                limited, null, AuthorityUtils.createAuthorityList("ROLE_TECHNICIAN")));

        assertThat(photo("thon-thu-01", picture(40, 30), who)).hasStatus(404);
        assertThat(page("/danh-muc/thon/thon-thu-01")).doesNotContain("<img");
        assertThat(photo("thon-thu-02", picture(40, 30), who)).hasStatus(302);
        assertThat(page("/danh-muc/thon/thon-thu-02")).contains("<img");
    }

    private MvcTestResult photo(String village, byte[] content) {
        return photo(village, content, as(Role.TECHNICIAN));
    }

    private MvcTestResult photo(String village, byte[] content, RequestPostProcessor who) {
        return mvc.post()
                .uri("/danh-muc/thon/" + village + "/anh")
                .multipart()
                .file(new MockMultipartFile("anh", "anh.jpg", "image/jpeg", content))
                .param("chu-thich", "Tủ mạng")
                .with(csrf())
                .with(who)
                .exchange();
    }

    private static byte[] picture(int width, int height) throws IOException {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "jpeg", jpeg);
        return jpeg.toByteArray();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "VIEWER, /danh-muc/thon",
        "TECHNICIAN, /danh-muc/thon/thon-thu-01",
        "TECHNICIAN, /danh-muc/thon/thon-thu-01/xoa",
        "TECHNICIAN, /danh-muc/thiet-bi/_sua-nhieu",
        "TECHNICIAN, /danh-muc/bat-dau",
        "VIEWER, /danh-muc/thon/thon-thu-01/anh",
    })
    void onlyAdminsChange(Role role, String path) throws Exception {
        imports.run(TestInventory.commune(), false);

        assertThat(mvc.perform(post(path).with(csrf()).with(as(role)))).hasStatus(403);
        assertThat(text(mvc.get()
                        .uri("/danh-muc/thon/thon-thu-01")
                        .with(as(role))
                        .exchange()))
                .doesNotContain("name=\"phien-ban\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0007b", "\u202Eabc", "\uD800"})
    void hiddenCharactersAreRefusedInWords(String hostile) throws Exception {
        for (String field : List.of("name", "position", "notes")) {
            MvcTestResult refused = send(post("/danh-muc/thon")
                    .param("name", field.equals("name") ? "Thôn " + hostile + "x" : "Thôn x")
                    .param("position", field.equals("position") ? "1" + hostile + "2" : "1")
                    .param("notes", field.equals("notes") ? "x" + hostile + "x" : ""));
            assertThat(refused).as(field).hasStatus(422);
        }
        assertThat(inventory.snapshot().villages()).isEmpty();
    }

    @Test
    void tooMuchIsRefusedInWords() throws Exception {
        MvcTestResult refused =
                send(post("/danh-muc/thon").param("name", "x".repeat(10_000)).param("position", "1"));

        assertThat(refused).hasStatus(422);
        assertThat(text(refused)).contains("có 10000 ký tự; chỉ được tối đa 120 ký tự.");
        assertThat(inventory.snapshot().villages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "thon",
                "dau-moi",
                "khu-vuc-dien",
                "diem-lap-dat",
                "thiet-bi",
                "nha-mang",
                "hop-dong",
                "duong-truyen",
                "dich-vu"
            })
    void everyKindHasItsFormInBothLanguages(String slug) throws Exception {
        imports.run(TestInventory.commune(), false);
        for (String language : List.of("vi", "en")) {
            assertThat(page("/danh-muc/" + slug + "/_moi?lang=" + language))
                    .doesNotContain("??", "inventory.", "Field[");
            assertThat(page("/danh-muc/" + slug + "?lang=" + language)).doesNotContain("??", "inventory.page");
        }
        MvcTestResult empty = send(post("/danh-muc/" + slug));
        assertThat(empty).hasStatus(422);
        assertThat(text(empty)).contains("còn thiếu");
    }

    private static String version(String page) {
        Matcher version =
                Pattern.compile("name=\"phien-ban\" value=\"([0-9]+)\"").matcher(page);
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    private static MockMultipartFile csv(String name, String text) {
        return new MockMultipartFile("tep", name, "text/csv", text.getBytes(StandardCharsets.UTF_8));
    }

    private static MockHttpServletRequestBuilder post(String path) {
        return org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post(path);
    }

    private MvcTestResult send(MockHttpServletRequestBuilder request) {
        return mvc.perform(request.with(csrf()).with(as(Role.ADMIN)));
    }

    private String page(String path) throws Exception {
        MvcTestResult result = mvc.get().uri(path).with(as(Role.ADMIN)).exchange();
        assertThat(result).hasStatusOk();
        return text(result);
    }

    private static String text(MvcTestResult result) throws IOException {
        return result.getResponse().getContentAsString(StandardCharsets.UTF_8);
    }

    private static RequestPostProcessor as(Role role) {
        SignedIn who = new SignedIn("an", "An", role, "vi");
        return authentication(UsernamePasswordAuthenticationToken.authenticated(
                who,
                null,
                AuthorityUtils.createAuthorityList(Arrays.stream(Role.values())
                        .filter(lower -> lower.compareTo(role) <= 0)
                        .map(lower -> "ROLE_" + lower.name())
                        .toArray(String[]::new))));
    }
}
