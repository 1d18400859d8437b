package io.langsong.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

import io.langsong.access.Role;
import io.langsong.dashboard.Invented.Mood;
import io.langsong.inventory.DeviceId;
import io.langsong.outage.Condition;
import io.langsong.outage.ConditionChanged;
import io.langsong.outage.ObjectRef;
import io.langsong.web.EventStream;
import io.langsong.web.SignedIn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
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
        for (String path : new String[] {"/", "/thon", "/thiet-bi", "/gian-doan"}) {
            for (String language : new String[] {"vi", "en"}) {
                String page = body(path + "?lang=" + language);

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
    })
    void aRefreshIsThePartAloneAsThePageHasIt(String address, String root, String page) throws Exception {
        sources.set(Mood.MIXED);
        String part = body(address);

        assertThat(part.strip()).startsWith(root).doesNotContain("<html", "<main");
        assertThat(body(page)).contains(root);
    }

    @Test
    void saysInOneSentenceHowBadItIs() throws Exception {
        sources.set(Mood.MIXED);
        assertThat(body("/"))
                .contains("5 gián đoạn · 8/36 thôn · khoảng 3.410 người", "20 điểm bị che", "Vừa khôi phục");
        sources.set(Mood.CALM);
        assertThat(body("/")).contains("Không có sự cố. Kiểm tra gần nhất ", ", 123/123 thiết bị trả lời.");
        sources.set(Mood.STALE);
        assertThat(body("/")).contains("Số liệu cũ 5 phút", "class=\"old\"");
        sources.set(Mood.NOTHING);
        assertThat(body("/")).contains("langsong import");
    }

    @Test
    void findsDevicesWithoutMarks() throws Exception {
        sources.set(Mood.CALM);

        assertThat(body("/thiet-bi?tim=dinh tuyen dam")).contains("Bộ định tuyến Thôn Đắm", "1 thiết bị");
        assertThat(body("/thiet-bi?tim=<script>alert(1)</script>"))
                .contains("0 thiết bị")
                .doesNotContain("<script>alert");
    }

    @Test
    void whatADeviceSaidBeforeItFellSilentIsNotCurrent() throws Exception {
        sources.set(Mood.MIXED);

        assertThat(body("/thiet-bi/v7-r")).contains("Số liệu cũ", ", cũ 8 giây").doesNotContain("Giá trị hiện tại");
        assertThat(body("/thiet-bi/v1-r")).contains("Giá trị hiện tại").doesNotContain("Số liệu cũ");
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
