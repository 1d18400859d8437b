package io.langsong.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

import io.langsong.access.Role;
import io.langsong.dashboard.Invented.Mood;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SafeCell;
import io.langsong.outage.Condition;
import io.langsong.outage.ConditionChanged;
import io.langsong.outage.ObjectRef;
import io.langsong.web.EventStream;
import io.langsong.web.SignedIn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What the pages say, in every mood of the network. */
@SpringBootTest(
        classes = Gallery.class,
        properties = {
            "spring.flyway.enabled=false",
            "spring.quartz.auto-startup=false",
            "langsong.access.admin-password=" + Gallery.PASSWORD,
            "langsong.access.api-token=" + Gallery.TOKEN
        })
@AutoConfigureMockMvc
class PagesTest {
    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private Invented sources;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private EventStream stream;

    @ParameterizedTest
    @EnumSource
    void everyPageComesOutInEveryMoodInBothLanguages(Mood mood) throws Exception {
        sources.set(mood);
        for (String path : new String[] {
            "/",
            "/thon",
            "/thon?xem=ban-do&",
            "/thiet-bi",
            "/gian-doan",
            "/su-kien",
            "/su-kien/nguon-la",
            "/su-kien/snmpv3",
            "/man-hinh"
        }) {
            for (String language : new String[] {"vi", "en"}) {
                String page = body(path + (path.endsWith("&") ? "" : "?") + "lang=" + language);

                assertThat(page)
                        .as(path)
                        .contains("<html lang=\"" + language + "\"")
                        .doesNotContain("??", "dashboard.");
                assertThat(gzipped(page)).as("bytes of %s", path).isLessThan(15_000);
            }
        }
    }

    @ParameterizedTest(name = "{0} is the part {1} of its page {2}")
    @CsvSource({
        "/hien-tai/tom-tat,             <section id=\"summary\",  /",
        "/hien-tai/danh-sach,           <div id=\"list\",         /",
        "/thon/o-luoi,                  <div id=\"tiles\",        /thon",
        "/thon/v7/noi-dung,             <div id=\"content\",      /thon/v7",
        "/thiet-bi/v7-ap1/trang-thai,   <section id=\"state\",    /thiet-bi/v7-ap1",
        "/thiet-bi/v7-ap1/lich-su,      <section id=\"history\",  /thiet-bi/v7-ap1",
        "/thiet-bi/v7-ap1/so-lieu,      <section id=\"values\",   /thiet-bi/v7-ap1",
        "/thon/o-luoi?xem=ban-do,       <div id=\"tiles\",        /thon?xem=ban-do",
        "/man-hinh/noi-dung,            <main id=\"wall\",        /man-hinh",
    })
    void aRefreshIsThePartAloneAsThePageHasIt(String address, String root, String page) throws Exception {
        sources.set(Mood.MIXED);
        String part = body(address);

        assertThat(part.strip()).startsWith(root).doesNotContain("<html", "<h1>LangSong");
        assertThat(body(page)).contains(root);
    }

    @Test
    void saysInOneSentenceHowBadItIs() throws Exception {
        sources.set(Mood.MIXED);
        assertThat(body("/"))
                .contains("5 gián đoạn · 8/36 thôn · khoảng 3.410 người", "20 điểm bị che", "Vừa khôi phục");
        sources.set(Mood.CALM);
        assertThat(body("/")).contains("Không có gián đoạn. Kiểm tra gần nhất ", ", 123/123 thiết bị trả lời.");
        sources.set(Mood.STALE);
        assertThat(body("/")).contains("Số liệu cũ 5 phút", "class=\"old\"");
        sources.set(Mood.NOTHING);
        assertThat(body("/")).contains("Chưa có thiết bị nào để giám sát.", "trang Danh mục");
    }

    @Test
    void whatDevicesSentIsSearchedAndShownAsText() throws Exception {
        sources.set(Mood.CALM);

        assertThat(body("/su-kien"))
                .contains("6 sự kiện", "Cổng mạng tắt", "Bản tin bẫy (trap) khác", "&lt;script&gt;alert(1)")
                .doesNotContain("<script>alert");
        assertThat(body("/su-kien?tim=HOSTAPD")).contains("2 sự kiện").doesNotContain("alert(1)");
        assertThat(body("/su-kien?muc=warning&thiet-bi=v7-r")).contains("1 sự kiện", "Cảnh báo");
        assertThat(body("/su-kien?loai=syslog&tim=alert")).contains("Không có sự kiện nào như vậy.");
        assertThat(body("/su-kien?tim=100%25")).contains("Không có sự kiện nào như vậy.");
        assertThat(body("/su-kien?loai=<b>&ngay=0"))
                .contains("Không có loại sự kiện nào là &lt;b&gt;", "Số ngày không đúng: 0");
        assertThat(body("/su-kien.csv?loai=link-down"))
                .contains("Lần cuối,Lần đầu", "<script>alert(1)</script>, sysName==cmd");
        assertThat(body("/su-kien/nguon-la"))
                .contains("10.9.9.9", "2001:db8", "&lt;script&gt;alert(1)")
                // For administrators, who alone add devices.
                .doesNotContain("<script>alert", "_moi");
        assertThat(body("/thiet-bi/v7-r"))
                .contains("Sự kiện thiết bị gửi về", "&lt;script&gt;alert(1)", "/su-kien?thiet-bi=v7-r&amp;ngay=30")
                .doesNotContain("<script>alert");
        assertThat(body("/thiet-bi/v2-r"))
                .contains("Thiết bị chưa gửi sự kiện nào")
                .doesNotContain("engine ID");
    }

    @Test
    void tellsWhatIsWrongWithEnginesAndWhatToDo() throws Exception {
        sources.set(Mood.MIXED);

        assertThat(body("/su-kien")).contains("2 cảnh báo SNMPv3 cần xử lý", "/su-kien/snmpv3");
        assertThat(body("/su-kien/snmpv3"))
                .contains(
                        "2 thiết bị cùng trả lời với engine ID 80001f88046c616e67736f6e67",
                        "v7-r",
                        "v1-ap1",
                        "được nhân bản từ một bản cài đặt",
                        "tụt từ 17 xuống 1",
                        "Đã xảy ra 3 lần",
                        "Đã hết");
        assertThat(body("/thiet-bi/v7-r")).contains("engine ID 80001f88", "tụt từ 17 xuống 1", "/thiet-bi/v1-ap1");
        assertThat(body("/thiet-bi/v1-ap1"))
                .contains("engine ID 80001f88", "/thiet-bi/v7-r")
                .doesNotContain("tụt từ");
    }

    @Test
    void findsDevicesWithoutMarks() throws Exception {
        sources.set(Mood.CALM);

        assertThat(body("/thiet-bi?tim=dinh tuyen dam")).contains("Bộ định tuyến Thôn Đắm", "1 thiết bị");
        assertThat(body("/thiet-bi?tim=<script>alert(1)</script>"))
                .contains("Không có thiết bị nào như vậy.")
                .doesNotContain("<script>alert");
    }

    @Test
    void aLongListComesInPagesThatKeepWhatItIsNarrowedBy() throws Exception {
        sources.set(Mood.CALM);

        String first = body("/thiet-bi?tim=thon&trang-thai=up");
        assertThat(rows(first)).isEqualTo(100);
        assertThat(first)
                .contains("Trang 1/2", "href=\"/thiet-bi?tim=thon&amp;trang-thai=up&amp;trang=2\"")
                .doesNotContain("rel=\"prev\"");
        String last = body("/thiet-bi?tim=thon&trang-thai=up&trang=2");
        assertThat(rows(last)).isBetween(1, 99);
        assertThat(last)
                .contains("Trang 2/2", "href=\"/thiet-bi?tim=thon&amp;trang-thai=up&amp;trang=1\"")
                .doesNotContain("rel=\"next\"");
        assertThat(body("/thiet-bi?tim=dam")).doesNotContain("rel=\"next\"");
    }

    private static int rows(String page) {
        return page.split("class=\"row__main\"", -1).length - 1;
    }

    @Test
    void whatADeviceSaidBeforeItFellSilentIsNotCurrent() throws Exception {
        sources.set(Mood.MIXED);

        Instant asked = Instant.now();
        String page = body("/thiet-bi/v7-r");
        int late = (int) Duration.between(asked, Instant.now()).toSeconds() + 1;

        assertThat(page).contains("Số liệu cũ").doesNotContain("Giá trị hiện tại");
        Matcher age = Pattern.compile(", cũ (\\d+) giây").matcher(page);
        assertThat(age.find()).isTrue();
        assertThat(Integer.parseInt(age.group(1))).isBetween(8, 8 + late);
        assertThat(body("/thiet-bi/v1-r")).contains("Giá trị hiện tại").doesNotContain("Số liệu cũ");
    }

    @Test
    void theTrafficOfADeviceIsThatOfItsBusiestPort() throws Exception {
        assertThat(body("/thiet-bi/v1-r?gio=6")).containsPattern("[0-9],?[0-9]* Mbit/s");
    }

    @Test
    void manyValuesOfOneSortAreFoldedUnderTheirSum() throws Exception {
        assertThat(body("/thiet-bi/v1-r")).contains("Công suất PoE", "12 giá trị · tổng 60 W", ">cổng 12<");
    }

    @Test
    void outagesAreFoundByStateAndVillage() throws Exception {
        sources.set(Mood.MIXED);

        assertThat(body("/gian-doan")).contains("Đang diễn ra", "Đã xong", "20 điểm bị che", "AP 1 Thôn Ẫm Ặp 14");
        assertThat(body("/gian-doan?trang-thai=da-xong")).doesNotContain("20 điểm bị che");
        assertThat(body("/gian-doan?thon=v8")).contains("20 điểm bị che").doesNotContain("AP 1 Thôn Ẫm Ặp 14");
        assertThat(body("/gian-doan?thon=v1&trang-thai=da-xong&ngay=1")).contains("Không có gián đoạn nào như vậy");
    }

    @ParameterizedTest(name = "{0} is told, and no error")
    @CsvSource(delimiter = '|', textBlock = """
            /gian-doan?tu=31-02                   | “31-02” không phải là ngày; viết như 2026-06-05
            /gian-doan?tu=2026-06-05&den=2026-06-01 | ngày cuối ở trước ngày đầu
            /gian-doan?ngay=-3                    | “-3” không phải là số ngày từ 1 đến 366
            /gian-doan?ngay=99999999999           | không phải là số ngày từ 1 đến 366
            /gian-doan?trang-thai=<b>             | Không có trạng thái “&lt;b&gt;”
            /gian-doan?thon=khong-co              | Không có thôn “khong-co”
            /gian-doan?loai=tau                   | Không có loại “tau”
            /gian-doan?nguyen-nhan=ma             | Không có nguyên nhân “ma”
            /gian-doan?thiet-bi=../x              | Không có thiết bị “../x”
            /gian-doan?tu=2100-01-01              | Không có gián đoạn nào như vậy
            /gian-doan?tu=0000-00-00              | không phải là ngày
            /thiet-bi/v7-r?gio=abc&luc=xyz        | Bộ định tuyến Thôn Vèn
            /thiet-bi/v7-r?luc=2999-01-01T00:00   | Bộ định tuyến Thôn Vèn
            /thiet-bi?trang=999999999999          | 123 thiết bị
            /man-hinh?trang=-1                    | Thôn Man
            /man-hinh?trang=99999                 | Thôn Man
            /thon?xem=<script>                    | Thôn Man
            """)
    void whatAnAddressSaysWrongIsToldAndNoError(String path, String said) throws Exception {
        sources.set(Mood.MIXED);

        assertThat(body(path)).contains(said);
    }

    @Test
    void theFileHoldsWhatTheListShows() throws Exception {
        sources.set(Mood.MIXED);
        String file = body("/gian-doan.csv?loai=router");

        assertThat(file).startsWith("\uFEFFMã,Tên,Địa điểm,Loại,Trạng thái,Từ,Đến,");
        assertThat(file.lines()).hasSize(2);
        assertThat(file.lines().skip(1).findFirst().orElseThrow())
                .startsWith(
                        "device:v7-r,Bộ định tuyến Thôn Vèn,Thôn Vèn – Nhà văn hóa thôn,Bộ định tuyến,Mất kết nối,20")
                .matches(".*,7[0-9]{3},Mất điện,chắc chắn,20,6");
        assertThat(body("/gian-doan?loai=router&thon=v7")).contains("href=\"/gian-doan.csv?thon=v7&amp;loai=router\"");
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            =HYPERLINK("http://x")
            +1
            -1+2
            @SUM(A1)
            ＝1
            ~  =1~
            """)
    void aCellThatASpreadsheetWouldRunIsText(String cell) {
        assertThat(SafeCell.write(cell)).isEqualTo("'" + cell);
        assertThat(SafeCell.write("AP 1 = nhà")).isEqualTo("AP 1 = nhà");
    }

    @Test
    void theLogOfADeviceHoldsItsOutagesWhatWasToldOfThemAndWhatWasChanged() throws Exception {
        sources.set(Mood.MIXED);

        assertThat(body("/thiet-bi/v7-r"))
                .contains("Nhật ký", "Mất kết nối: &lt;b&gt;v7-r&lt;/b&gt;", "đã gửi 1/1", "90 ngày: ")
                .contains("thang.hv", "Sửa thiết bị", ">Loại</span>", ">Khác</span> → <span>Bộ định tuyến</span>")
                .contains("<span>–</span> → <span>&lt;i&gt;" + "x".repeat(77) + "…</span>")
                .contains("hệ thống", "Thêm thiết bị")
                .doesNotContain("truc@example.vn", "10.0.0.7", "Đưa vào danh mục");
        assertThat(body("/thiet-bi/v7-r?lang=en")).contains("Changed device", ">Other</span> → <span>Router</span>");
    }

    @Test
    void theWallTurnsItsPages() throws Exception {
        sources.set(Mood.ALL_DOWN);
        assertThat(body("/man-hinh")).contains("/man-hinh/noi-dung?trang=2", "Trang 1/2");
        assertThat(body("/man-hinh?trang=2")).contains("/man-hinh/noi-dung?trang=1", "Trang 2/2");
        sources.set(Mood.CALM);
        assertThat(body("/man-hinh")).contains("Không có gián đoạn.").doesNotContain("wall--old");
        sources.set(Mood.NOTHING);
        assertThat(body("/man-hinh")).contains("Chưa có lần kiểm tra nào", "wall--old");
    }

    @Test
    void theMapSaysInWordsWhatItDraws() throws Exception {
        sources.set(Mood.MIXED);

        assertThat(body("/thon?xem=ban-do"))
                .contains("Chưa nhập vị trí", "Thôn Kim Mẫm", "Phía trên là hướng bắc", " km");
        assertThat(body("/thon")).doesNotContain("map__plane");
    }

    @Test
    void toThoseWhoUseItAHiddenServiceIsDown() throws Exception {
        sources.set(Mood.MIXED);

        assertThat(body("/thon/v8")).containsPattern("Mất kết nối</strong>\\s*<span><span>do</span>");
    }

    @Test
    void whatADeviceSaysIsNeverMarkup() throws Exception {
        sources.set(Mood.MIXED);

        assertThat(body("/")).contains("&lt;script&gt;alert(1)").doesNotContain("<script>alert");
        assertThat(body("/thiet-bi/v7-ap1")).contains("2,4 GHz &lt;b&gt;").doesNotContain("GHz <b>", "hidden-secret");
    }

    @Test
    void tellsProgramsTheStateWithExactCounters() throws Exception {
        sources.set(Mood.MIXED);

        assertThat(mvc.get()
                        .uri("/api/v1/devices/v7-ap1/status")
                        .header(HttpHeaders.AUTHORIZATION, "Bearer " + Gallery.TOKEN))
                .bodyJson()
                .hasPathSatisfying(
                        "$.condition", condition -> assertThat(condition).isEqualTo("UNREACHABLE"))
                .hasPathSatisfying("$.cause", cause -> assertThat(cause).isEqualTo("UPSTREAM"))
                .hasPathSatisfying(
                        "$.since", since -> assertThat(since).asString().endsWith("+07:00"))
                .hasPathSatisfying(
                        "$.metrics['if.in_octets'][0].value",
                        value -> assertThat(value).isEqualTo(new BigInteger("18446744073709551615")));
        assertThat(mvc.get()
                        .uri("/api/v1/devices/v1-r/status")
                        .header(HttpHeaders.AUTHORIZATION, "Bearer " + Gallery.TOKEN))
                .bodyJson()
                .doesNotHavePath("$.cause");
    }

    @Test
    void aChangedConditionIsAnEventWhoseKeyIsAccepted() {
        // The stream refuses keys that are not names; every form of id must pass.
        events.publishEvent(
                new ConditionChanged(ObjectRef.of(new DeviceId("thon-man-ap2")), Condition.UP, Condition.DOWN));
        assertThat(stream.isRunning()).isTrue();
    }

    private String body(String path) throws Exception {
        MvcTestResult result =
                mvc.get().uri(path).with(authentication(signedIn())).exchange();
        assertThat(result).hasStatusOk();
        return result.getResponse().getContentAsString(StandardCharsets.UTF_8);
    }

    private static Authentication signedIn() {
        return UsernamePasswordAuthenticationToken.authenticated(
                new SignedIn("ha", "Hà", Role.VIEWER, null), null, AuthorityUtils.createAuthorityList("ROLE_VIEWER"));
    }

    private static int gzipped(String page) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(page.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.size();
    }
}
